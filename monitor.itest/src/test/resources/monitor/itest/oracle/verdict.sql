-- The assertions of the oracle. Part "prepare" comes first; every other part is an assertion that
-- must yield no row. A row is a text that names what offends.
-- Given: tables ledger (writer, source, issued, durable) and route (source, received, delivered,
-- buffered, dropped), and the setting oracle.seed.

-- prepare
create temp table line as
select l.source, l.stream, s.epoch_ordinal, l.epoch, l.sequence, l.body, l.cut, l.raw,
       case when p.is_line then substr(l.body, 4, 2)::int end as writer,
       case when p.is_line then substr(l.body, 4, 7) end as file,
       case when p.is_line then substr(l.body, 12, 10)::bigint end as number
from logs_v1 l
join streams_v1 s using (agent, epoch, stream)
cross join lateral (select l.body ~ '^o1 [0-9]{2}\.[0-9]{4} [0-9]{10} ' as is_line) p
where l.source in (select source from ledger);

-- A gap has an identity among the batches as well, but no rows.
create temp table batch as
select b.mark_id, o.source, b.first_sequence, b.count
from monitor.batches b
join monitor.origins o on o.id = b.origin_id
left join monitor.gaps g on g.mark_id = b.mark_id and g.first_sequence = b.first_sequence and g.count = b.count
where g.mark_id is null;

create temp table piece as
select m.agent, m.stream, m.epoch_ordinal || '-' || m.epoch_random as epoch, m.epoch_ordinal,
       b.first_sequence as first, b.first_sequence + b.count as next, 'batch' as type
from batch b join monitor.marks m on m.id = b.mark_id
union all
select agent, stream, epoch, s.epoch_ordinal, first_sequence, g.next_sequence, 'gap'
from gaps_v1 g join streams_v1 s using (agent, epoch, stream);

create temp table stored as
select o.mark_id, r.sequence
from (select origin_id, sequence from monitor.logs
      union all select origin_id, sequence from monitor.samples
      union all select origin_id, sequence from monitor.processes
      union all select origin_id, sequence from monitor.probes
      union all select origin_id, sequence from monitor.events) r
join monitor.origins o on o.id = r.origin_id;

create temp table dead as
select d.mark_id, o.source, d.sequence
from monitor.dead_letters d join monitor.origins o on o.id = d.origin_id;

-- Runs of durable numbers that are not stored, with the sequence numbers between which they lie.
create temp table missing as
select writer, source, first, next,
       (select max(sequence) from line where line.writer = r.writer and number = first - 1) as after,
       (select min(sequence) from line where line.writer = r.writer and number = next) as before
from (
  select writer, source, min(number) as first, max(number) + 1 as next
  from (
    select l.writer, l.source, n as number, n - row_number() over (partition by l.writer order by n) as run
    from ledger l cross join lateral generate_series(0, l.durable - 1) n
    left join (select distinct writer, number from line) s on s.writer = l.writer and s.number = n
    where s.number is null
  ) m
  group by writer, source, run
) r;

-- MISSING
-- Gaps and dead letters excuse a run if they lie between the neighbours of the run and are as large.
select format('writer %s: %s to %s (%s lines), between sequences %s and %s of %s',
              writer, first, next - 1, next - first, after, before, source)
from missing m
where next - first > (
  select coalesce(sum(g.count), 0) from gaps_v1 g
  where g.source = m.source and g.first_sequence > coalesce(m.after, -1)
    and (m.before is null or g.next_sequence <= m.before))
  + (
  select count(*) from dead d
  where d.source = m.source and d.sequence > coalesce(m.after, -1)
    and (m.before is null or d.sequence < m.before))
order by writer, first

-- SPURIOUS
select format('sequence %s of %s: %s', sequence, stream, left(body, 100))
from line left join ledger using (writer)
where line.writer is null or number >= issued or issued is null or line.source <> ledger.source
order by stream, sequence

-- CORRUPT
select format('writer %s: %s at sequence %s of %s: %s', writer, number, sequence, stream, left(body, 100))
from line
cross join lateral (
  select 'o1 ' || file || ' ' || lpad(number::text, 10, '0') || ' ' as head,
         left(repeat(md5(current_setting('oracle.seed') || ':' || file || ':' || number), 4), 16 + (number % 97)::int) as payload
) m
cross join lateral (select head || left(payload, 10) as before, substr(payload, 11) as after) p
where writer is not null and (cut or case number % 13
  when 3 then raw is not null or body <> before || U&'\00e4\20ac\+01f600' || after
  -- What is not clean UTF-8 keeps its bytes; how many marks stand for them in the readable form is left open.
  when 5 then
    raw is distinct from convert_to(before, 'UTF8')
      || (array['\x00', '\xff', '\xc328', '\xeda080', '\xf09f92', '\x00fe00']::bytea[])[number / 13 % 6 + 1]
      || convert_to(after, 'UTF8')
    or regexp_replace(body, U&'\fffd+', U&'\fffd', 'g')
      <> before || U&'\fffd' || case when number / 13 % 6 = 2 then '(' else '' end || after
  else raw is not null or body <> before || after end)
order by writer, number

-- DUPLICATE
select format('writer %s: %s is stored %s times, at sequences %s', writer, number, count(*),
              string_agg(epoch || '/' || sequence, ', ' order by epoch_ordinal, sequence))
from line where writer is not null
group by writer, number having count(*) > 1
order by writer, number

-- ORDER
select format('file %s: %s comes after %s, at sequence %s of %s', file, number, earlier, sequence, stream)
from (
  select line.*, lag(number) over (partition by stream, file order by epoch_ordinal, sequence) as earlier
  from line join ledger using (writer) where number < issued
) o
where number < earlier
order by file, number

-- HOLE
-- From zero to the mark, over all epochs of a stream: its numbers go on in the next epoch.
select format('%s to %s of %s, epoch %s', coalesce(before, 0), first - 1, stream, epoch)
from (
  select *, max(next) over (partition by agent, stream order by epoch_ordinal, first, next
                            rows between unbounded preceding and 1 preceding) as before
  from (select agent, stream, epoch, epoch_ordinal, first, next from piece
        union all
        select agent, stream, epoch, epoch_ordinal, next_sequence, next_sequence
        from streams_v1 where next_sequence is not null) p
) h
where first > coalesce(before, 0)
order by stream, first

-- OVERLAP
select format('%s %s to %s of %s, epoch %s: %s', type, first, next - 1, stream, epoch,
              case when before is null or before <= first then 'beyond the mark' else 'also elsewhere' end)
from (
  select p.*, s.next_sequence as mark,
         max(next) over (partition by agent, stream order by p.epoch_ordinal, first, next
                         rows between unbounded preceding and 1 preceding) as before
  from piece p join streams_v1 s using (agent, epoch, stream)
) o
where first < before or next > mark or mark is null
order by stream, first

-- ROWS
select format('batch %s to %s of %s: %s rows, %s of them different, %s dead letters', b.first_sequence,
              b.first_sequence + b.count - 1, m.stream, coalesce(r.rows, 0), coalesce(r.different, 0), coalesce(d.dead, 0))
from batch b
join monitor.marks m on m.id = b.mark_id
left join (
  select mark_id, first, count(*) as rows, count(distinct sequence) as different, max(sequence) as last
  from (
    select *, max(start) over (partition by mark_id order by sequence, start nulls last) as first
    from (select mark_id, first_sequence as sequence, first_sequence as start from batch
          union all
          select mark_id, sequence, null from stored) e
  ) w
  where start is null
  group by mark_id, first
) r on r.mark_id = b.mark_id and r.first = b.first_sequence
left join (
  select b.mark_id, b.first_sequence, count(*) as dead
  from dead d join batch b
    on b.mark_id = d.mark_id and d.sequence >= b.first_sequence and d.sequence < b.first_sequence + b.count
  group by b.mark_id, b.first_sequence
) d on d.mark_id = b.mark_id and d.first_sequence = b.first_sequence
where coalesce(r.rows, 0) + coalesce(d.dead, 0) <> b.count
   or coalesce(r.different, 0) <> coalesce(r.rows, 0) or r.last >= b.first_sequence + b.count
union all
select format('%s rows of %s before its first batch, such as sequence %s', count(*), m.stream, min(s.sequence))
from stored s
join monitor.marks m on m.id = s.mark_id
left join (select mark_id, min(first_sequence) as first from batch group by mark_id) b using (mark_id)
where b.first is null or s.sequence < b.first
group by m.stream

-- IDENTITY
-- The oracle's sums, the sums of the database, and what the pipeline says, side by side.
select format('%s: %s issued, %s numbered, %s stored + %s in gaps + %s dead; the pipeline says %s received, '
              || '%s delivered, %s buffered, %s dropped', source, issued, numbered, rows, gaps, dead,
              received, delivered, buffered, dropped)
from (
  select source, issued, received, delivered, buffered, dropped,
    (select count(*) from line where line.source = i.source) as rows,
    (select coalesce(sum(count), 0) from gaps_v1 g where g.source = i.source) as gaps,
    (select count(*) from dead d where d.source = i.source) as dead,
    (select coalesce(sum(count), 0) from (
       select count from batch b where b.source = i.source
       union all select count from gaps_v1 g where g.source = i.source) n) as numbered
  from (select source, sum(issued) as issued from ledger group by source) i
  left join route using (source)
) t
where numbered <> rows + gaps + dead or issued <> numbered
   or (received is not null and (received, delivered, buffered, dropped) <> (issued, rows, 0, gaps + dead))
order by source
