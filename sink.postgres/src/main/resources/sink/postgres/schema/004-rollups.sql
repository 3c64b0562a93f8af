-- Roll-ups of samples by minute and hour, by day of receipt as the samples are: what came late is in
-- the day that received it, so a dropped day takes nothing away from others. They are kept up by the
-- maintenance, from what the batches say: which streams have moved, and to which times.

-- Times of the samples of a batch: null of what an older version wrote, beyond each other of none.
alter table monitor.batches
  add column first_time timestamptz,
  add column last_time timestamptz;

-- How far each stream is in the roll-ups. Without a foreign key, which would wait for writers.
create table monitor.rolled (
  mark_id int primary key,
  next_sequence bigint not null
);

-- total is the sum divided by 2^40, so that sums of doubles never overflow; last is that of the
-- latest time, of several at one time the largest.
create table monitor.samples_minute (
  bucket timestamptz not null,
  day date not null,
  series_id int not null,
  origin_id int not null,
  count bigint not null,
  total double precision not null,
  min double precision not null,
  max double precision not null,
  last_time timestamptz not null,
  last double precision not null
) partition by list (day);
create index on monitor.samples_minute (series_id, bucket);
create index on monitor.samples_minute (bucket);

create table monitor.samples_hour (like monitor.samples_minute) partition by list (day);
create index on monitor.samples_hour (series_id, bucket);
create index on monitor.samples_hour (bucket);

-- Times of samples, in whole minutes, that are not in the roll-ups yet, by day of receipt.
create view monitor.unrolled as
select b.day, lower(r.times) as first, upper(r.times) as beyond
from (
  select b.day, range_agg(case when b.first_time is null then tstzrange('0001-01-01Z', '9999-12-31Z')
    else tstzrange(date_bin('1 minute', b.first_time, '1970-01-01Z'),
      date_bin('1 minute', b.last_time, '1970-01-01Z') + interval '1 minute') end) as ranges
  from (
    select m.id, m.next_sequence, coalesce(r.next_sequence, 0) as done
    from monitor.marks m left join monitor.rolled r on r.mark_id = m.id
    where m.next_sequence > coalesce(r.next_sequence, 0)
      and exists (select from monitor.origins o where o.mark_id = m.id and o.kind = 'sample')) s
  join monitor.batches b on b.mark_id = s.id and b.first_sequence >= s.done
  where (b.first_time is null or b.first_time <= b.last_time)
    and to_regclass('monitor.samples_' || to_char(b.day, 'YYYYMMDD')) is not null
  group by b.day) b, unnest(b.ranges) as r (times);

create view public.samples_minute_v1 as
select r.bucket, se.name, se.unit, se.instrument, se.host, o.source, sum(r.count)::bigint as count,
       sum(r.total) / sum(r.count) * 1099511627776 as mean, min(r.min) as min, max(r.max) as max,
       (max(array[extract(epoch from r.last_time)::float8, r.last]))[2] as last,
       coalesce(se.attributes, '{}') as attributes, coalesce(o.tags, '{}') as tags
from monitor.samples_minute r
join monitor.series se on se.id = r.series_id
join monitor.origins o on o.id = r.origin_id
group by r.bucket, se.id, o.id;

create view public.samples_hour_v1 as
select r.bucket, se.name, se.unit, se.instrument, se.host, o.source, sum(r.count)::bigint as count,
       sum(r.total) / sum(r.count) * 1099511627776 as mean, min(r.min) as min, max(r.max) as max,
       (max(array[extract(epoch from r.last_time)::float8, r.last]))[2] as last,
       coalesce(se.attributes, '{}') as attributes, coalesce(o.tags, '{}') as tags
from monitor.samples_hour r
join monitor.series se on se.id = r.series_id
join monitor.origins o on o.id = r.origin_id
group by r.bucket, se.id, o.id;

do $$
begin
  grant select on public.samples_minute_v1, public.samples_hour_v1 to monitor_reader;
exception
  when insufficient_privilege or undefined_object then
    raise warning 'role monitor_reader was not granted the roll-ups: %', sqlerrm;
end
$$;
