-- Tables. Everything that grows with time is partitioned by day of receipt and carries no index
-- but a BRIN on event time while its day lasts: measured, a b-tree on (series, time) makes COPY
-- five times slower, one on time alone twice. Days that are over get their b-trees from retention.

-- One row for each (agent, epoch, stream), never partitioned: the high-water mark. Locked in the
-- order of id by the transaction that writes batches; null until the first batch.
create table monitor.marks (
  id int generated always as identity primary key,
  agent text not null,
  epoch_ordinal bigint not null,
  epoch_random text not null,
  stream text not null,
  next_sequence bigint,
  unique (agent, epoch_ordinal, epoch_random, stream)
) with (fillfactor = 50);

-- Where the events of a stream come from; more than one for a stream if host or tags change.
create table monitor.origins (
  id int generated always as identity primary key,
  hash bytea not null unique,
  mark_id int not null references monitor.marks,
  kind text not null,
  host text not null,
  source text not null,
  tags jsonb
);

create table monitor.series (
  id int generated always as identity primary key,
  hash bytea not null unique,
  name text not null,
  unit text not null,
  instrument text not null,
  host text not null,
  attributes jsonb
);
create index on monitor.series (name, host);

create table monitor.samples (
  sequence bigint not null,
  time timestamptz not null,
  value double precision not null,
  origin_id int not null,
  series_id int not null,
  day date not null,
  nanos smallint not null
) partition by list (day);
create index on monitor.samples using brin (time) with (pages_per_range = 32, autosummarize = on);

create table monitor.logs (
  sequence bigint not null,
  time timestamptz not null,
  received timestamptz not null,
  origin_id int not null,
  day date not null,
  nanos smallint not null,
  severity smallint not null,
  cut boolean not null,
  body text not null,
  raw bytea,
  attributes jsonb
) partition by list (day);
create index on monitor.logs using brin (time) with (pages_per_range = 32, autosummarize = on);

create table monitor.processes (
  sequence bigint not null,
  time timestamptz not null,
  received timestamptz not null,
  origin_id int not null,
  day date not null,
  nanos smallint not null,
  phase text not null,
  pid bigint not null,
  parent_pid bigint not null,
  name text not null,
  executable text not null,
  command_line text not null,
  username text not null,
  started timestamptz not null,
  started_nanos smallint not null,
  cpu_utilization double precision not null,
  memory_bytes bigint not null,
  attributes jsonb
) partition by list (day);
create index on monitor.processes (origin_id, time);

create table monitor.probes (
  sequence bigint not null,
  time timestamptz not null,
  received timestamptz not null,
  origin_id int not null,
  day date not null,
  nanos smallint not null,
  probe text not null,
  target text not null,
  successful boolean not null,
  response_millis double precision,
  error text,
  result jsonb not null,
  attributes jsonb
) partition by list (day);
create index on monitor.probes (time);

-- Flows, file changes and the kinds that plugins define.
create table monitor.events (
  sequence bigint not null,
  time timestamptz not null,
  received timestamptz not null,
  origin_id int not null,
  day date not null,
  nanos smallint not null,
  data jsonb,
  attributes jsonb
) partition by list (day);
create index on monitor.events using brin (time) with (pages_per_range = 32, autosummarize = on);

-- The identity of every batch that was stored, gaps too; kept longer than any journal holds one.
create table monitor.batches (
  mark_id int not null,
  origin_id int not null,
  first_sequence bigint not null,
  count int not null,
  sha256 bytea not null,
  sealed timestamptz not null,
  received timestamptz not null,
  day date not null,
  codec text not null,
  payload_bytes int not null,
  inflated_bytes int not null,
  hops jsonb
) partition by list (day);
create index on monitor.batches (mark_id, first_sequence);

create table monitor.gaps (
  mark_id int not null,
  origin_id int not null,
  first_sequence bigint not null,
  count int not null,
  reason text not null,
  sealed timestamptz not null,
  received timestamptz not null
);
create index on monitor.gaps (received);

-- Events that PostgreSQL cannot hold, each with the reason and what of it is readable.
create table monitor.dead_letters (
  mark_id int not null,
  origin_id int not null,
  sequence bigint not null,
  received timestamptz not null,
  reason text not null,
  event text not null
);
create index on monitor.dead_letters (mark_id, sequence);
create index on monitor.dead_letters (received);
