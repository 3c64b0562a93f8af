-- Means of totals that are too small to be divided: PostgreSQL ends a statement whose quotient of
-- doubles is no double. Only the expression of the mean is another one.

create or replace view public.samples_minute_v1 as
select r.bucket, se.name, se.unit, se.instrument, se.host, o.source, sum(r.count)::bigint as count,
       case when abs(sum(r.total)) < 1e-300 then 0
         else sum(r.total) / sum(r.count) * 1099511627776 end as mean,
       min(r.min) as min, max(r.max) as max,
       (max(array[extract(epoch from r.last_time)::float8, r.last]))[2] as last,
       coalesce(se.attributes, '{}') as attributes, coalesce(o.tags, '{}') as tags
from monitor.samples_minute r
join monitor.series se on se.id = r.series_id
join monitor.origins o on o.id = r.origin_id
group by r.bucket, se.id, o.id;

create or replace view public.samples_hour_v1 as
select r.bucket, se.name, se.unit, se.instrument, se.host, o.source, sum(r.count)::bigint as count,
       case when abs(sum(r.total)) < 1e-300 then 0
         else sum(r.total) / sum(r.count) * 1099511627776 end as mean,
       min(r.min) as min, max(r.max) as max,
       (max(array[extract(epoch from r.last_time)::float8, r.last]))[2] as last,
       coalesce(se.attributes, '{}') as attributes, coalesce(o.tags, '{}') as tags
from monitor.samples_hour r
join monitor.series se on se.id = r.series_id
join monitor.origins o on o.id = r.origin_id
group by r.bucket, se.id, o.id;
