-- additive
-- What an answer said about other readings, to see what changed.
alter table public.fleet_reading add column signals jsonb;
-- The newest event that was seen in a project.
alter table public.fleet_reading add column seen text;
-- The answer was an empty list.
alter table public.fleet_reading add column is_empty boolean not null default false;
