-- A role that reads the views and nothing else. It cannot log in until someone gives it a password
-- (alter role monitor_reader login password '...'), or grants it to a role that can.
do $$
begin
  if not exists (select from pg_roles where rolname = 'monitor_reader') then
    create role monitor_reader nologin;
  end if;
  grant usage on schema public to monitor_reader;
  grant select on public.samples_v1, public.logs_v1, public.probes_v1, public.processes_v1,
    public.events_v1, public.gaps_v1, public.batches_v1, public.dead_letters_v1, public.streams_v1
    to monitor_reader;
exception
  when insufficient_privilege or duplicate_object then
    raise warning 'role monitor_reader was not created: %', sqlerrm;
end
$$;
