-- additive
-- The topic depends on who is told, so it is no longer stored.
alter table public.notification alter column topic drop not null;
