-- additive
-- Whoever holds the application's role cannot make an ended delegation valid again.
create function public.refuse_restored_delegation() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception 'Delegation % has ended.', old.id using errcode = 'check_violation';
end $$;
create trigger delegation_ends before update of withdrawn_at on public.delegation
  for each row when (old.withdrawn_at is not null and new.withdrawn_at is distinct from old.withdrawn_at)
  execute function public.refuse_restored_delegation();
