-- Roll-ups of traffic by hour, by day of receipt as the events are: for each flow its latest report
-- of the hour, the sums of talkers, the questions for each name. The latest report of a flow in a
-- period is the latest of those of its hours. Kept as long as the events.

-- A whole number of an event, whatever a plugin wrote there; two of them can be added, and sums of
-- them are numeric.
create function monitor.bounded(value numeric) returns bigint
  language sql immutable parallel safe
  return least(greatest(value, -4000000000000000000), 4000000000000000000)::bigint;

create function monitor.whole(value jsonb) returns bigint
  language sql immutable parallel safe
  return case when jsonb_typeof(value) = 'number' then monitor.bounded(value::numeric) else 0 end;

-- What is asked of all flows; the rest is found in the event by its time, origin and sequence.
create table monitor.flows_hour (
  bucket timestamptz not null,
  day date not null,
  origin_id int not null,
  id text,
  time timestamptz not null,
  sequence bigint not null,
  protocol text,
  server text,
  bytes bigint not null,
  packets bigint not null
) partition by list (day);
create index on monitor.flows_hour (bucket);

create table monitor.talkers_hour (
  bucket timestamptz not null,
  day date not null,
  origin_id int not null,
  address text not null,
  sent bigint not null,
  received bigint not null,
  packets bigint not null
) partition by list (day);
create index on monitor.talkers_hour (bucket);

-- millis are the times of all answers of the hour, of which percentiles are made.
create table monitor.questions_hour (
  bucket timestamptz not null,
  day date not null,
  origin_id int not null,
  name text not null,
  asked bigint not null,
  unanswered bigint not null,
  failed bigint not null,
  millis double precision[]
) partition by list (day);
create index on monitor.questions_hour (bucket);

-- How far each stream is in them: a table of its own, as nothing keeps a stream from having events of
-- several kinds.
create table monitor.rolled_traffic (
  mark_id int primary key,
  next_sequence bigint not null
);

-- Times of traffic, in whole hours, that are not in the roll-ups yet, by day of receipt. A batch with
-- a payload but without times was written by an older version: it may have events at any time.
create view monitor.unrolled_traffic as
select b.day, lower(r.times) as first, upper(r.times) as beyond
from (
  select h.day, range_agg(case when h.first is null then tstzrange('0001-01-01Z', '9999-12-31Z')
    else tstzrange(h.first, h.last + interval '1 hour') end) as ranges
  from (
    select distinct b.day, b.times[1] as first, b.times[2] as last
    from (
      select m.id, coalesce(r.next_sequence, 0) as done
      from monitor.marks m left join monitor.rolled_traffic r on r.mark_id = m.id
      where m.next_sequence > coalesce(r.next_sequence, 0)
        and exists (select from monitor.origins o where o.mark_id = m.id
          and o.kind in ('flow', 'traffic.talker', 'traffic.dns'))) s
    join lateral (
      select b.day, b.origin_id, case when b.first_time <= b.last_time then array[
        date_bin('1 hour', b.first_time, '1970-01-01Z'),
        date_bin('1 hour', b.last_time, '1970-01-01Z')] end as times
      from monitor.batches b
      where b.mark_id = s.id and b.first_sequence >= s.done and b.payload_bytes > 0) b on true
    join monitor.origins o on o.id = b.origin_id
    where o.kind in ('flow', 'traffic.talker', 'traffic.dns')) h
  where to_regclass('monitor.events_' || to_char(h.day, 'YYYYMMDD')) is not null
  group by h.day) b, unnest(b.ranges) as r (times);
