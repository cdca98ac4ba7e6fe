-- additive
-- The end of a machine that people were notified of, before it and at it. A later end is another one.
alter table public.machine add column ending_told_for timestamptz, add column end_told_for timestamptz;
update public.machine set ending_told_for = ends_at, end_told_for = ends_at where ends_at <= clock_timestamp();
grant update (ending_told_for, end_told_for) on public.machine to :app;
