-- The values that the command which settles a finding compares with what Atlas has then.
alter table public.fleet_finding add column opened jsonb;
