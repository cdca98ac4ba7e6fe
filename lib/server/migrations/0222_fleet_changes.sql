-- additive
-- When a row was last written, so that a console reads only the places that changed.
alter table public.fleet_reading add column changed_at timestamptz not null default clock_timestamp();
create index fleet_reading_changed on public.fleet_reading (changed_at);
create index fleet_reading_place on public.fleet_reading (org_id, group_id);
create index fleet_finding_place on public.fleet_finding (org_id, group_id) where gone_at is null;

create function public.fleet_reading_changed() returns trigger language plpgsql as $$
begin
  new.changed_at := clock_timestamp();
  return new;
end $$;
create trigger fleet_reading_changed before update on public.fleet_reading
  for each row execute function public.fleet_reading_changed();
