-- The public schema: views whose columns stay, in a version of their own each.

create view public.samples_v1 as
select s.time, s.nanos, se.name, s.value, se.unit, se.instrument, se.host, o.source,
       coalesce(se.attributes, '{}') as attributes, coalesce(o.tags, '{}') as tags, m.agent,
       m.epoch_ordinal || '-' || m.epoch_random as epoch, m.stream, s.sequence, s.day
from monitor.samples s
join monitor.series se on se.id = s.series_id
join monitor.origins o on o.id = s.origin_id
join monitor.marks m on m.id = o.mark_id;

create view public.logs_v1 as
select l.time, l.nanos, coalesce(l.attributes ->> 'host.name', o.host) as host, o.source,
       l.severity, l.body, l.raw, l.cut, coalesce(l.attributes, '{}') as attributes,
       coalesce(o.tags, '{}') as tags, m.agent,
       m.epoch_ordinal || '-' || m.epoch_random as epoch, m.stream, l.sequence, l.received, l.day
from monitor.logs l
join monitor.origins o on o.id = l.origin_id
join monitor.marks m on m.id = o.mark_id;

create view public.probes_v1 as
select p.time, p.nanos, o.host, o.source, p.probe, p.target, p.successful, p.response_millis,
       p.error, p.result, coalesce(p.attributes, '{}') as attributes,
       coalesce(o.tags, '{}') as tags, m.agent,
       m.epoch_ordinal || '-' || m.epoch_random as epoch, m.stream, p.sequence, p.received, p.day
from monitor.probes p
join monitor.origins o on o.id = p.origin_id
join monitor.marks m on m.id = o.mark_id;

create view public.processes_v1 as
select p.time, p.nanos, o.host, o.source, p.phase, p.pid, p.parent_pid, p.name, p.executable,
       p.command_line, p.username, p.started, p.cpu_utilization, p.memory_bytes,
       coalesce(p.attributes, '{}') as attributes, coalesce(o.tags, '{}') as tags, m.agent,
       m.epoch_ordinal || '-' || m.epoch_random as epoch, m.stream, p.sequence, p.received, p.day
from monitor.processes p
join monitor.origins o on o.id = p.origin_id
join monitor.marks m on m.id = o.mark_id;

-- Every event of every kind; data holds the payload.
create view public.events_v1 as
select e.time, e.nanos, o.kind, o.host, o.source, e.data,
       coalesce(e.attributes, '{}') as attributes, coalesce(o.tags, '{}') as tags, m.agent,
       m.epoch_ordinal || '-' || m.epoch_random as epoch, m.stream, e.sequence, e.day
from (
  select time, nanos, origin_id, sequence, day, attributes, data from monitor.events
  union all
  select time, nanos, origin_id, sequence, day, attributes,
         jsonb_build_object('severity', severity, 'body', body, 'cut', cut) from monitor.logs
  union all
  select s.time, s.nanos, s.origin_id, s.sequence, s.day, se.attributes,
         jsonb_build_object('name', se.name, 'unit', se.unit, 'value', s.value)
  from monitor.samples s join monitor.series se on se.id = s.series_id
  union all
  select time, nanos, origin_id, sequence, day, attributes,
         jsonb_build_object('probe', probe, 'target', target, 'result', result)
  from monitor.probes
  union all
  select time, nanos, origin_id, sequence, day, attributes,
         jsonb_build_object('phase', phase, 'pid', pid, 'parent_pid', parent_pid, 'name', name,
           'executable', executable, 'command_line', command_line, 'user', username,
           'cpu_utilization', cpu_utilization, 'memory_bytes', memory_bytes)
  from monitor.processes
) e
join monitor.origins o on o.id = e.origin_id
join monitor.marks m on m.id = o.mark_id;

create view public.gaps_v1 as
select m.agent, m.epoch_ordinal || '-' || m.epoch_random as epoch, m.stream, o.kind, o.host,
       o.source, g.first_sequence, g.first_sequence + g.count as next_sequence, g.count, g.reason,
       g.sealed, g.received
from monitor.gaps g
join monitor.origins o on o.id = g.origin_id
join monitor.marks m on m.id = g.mark_id;

create view public.batches_v1 as
select m.agent, m.epoch_ordinal || '-' || m.epoch_random as epoch, m.stream, o.kind, o.host,
       o.source, b.first_sequence, b.first_sequence + b.count as next_sequence, b.count,
       encode(b.sha256, 'hex') as sha256, b.codec, b.payload_bytes, b.inflated_bytes, b.hops,
       b.sealed, b.received, b.day
from monitor.batches b
join monitor.origins o on o.id = b.origin_id
join monitor.marks m on m.id = b.mark_id;

create view public.dead_letters_v1 as
select m.agent, m.epoch_ordinal || '-' || m.epoch_random as epoch, m.stream, o.kind, o.host,
       o.source, d.sequence, d.reason, d.event, d.received
from monitor.dead_letters d
join monitor.origins o on o.id = d.origin_id
join monitor.marks m on m.id = d.mark_id;

-- The high-water mark of every stream: what was produced up to it is stored, a gap or dead.
create view public.streams_v1 as
select agent, epoch_ordinal || '-' || epoch_random as epoch, epoch_ordinal, stream, next_sequence
from monitor.marks;
