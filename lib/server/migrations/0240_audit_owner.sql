-- additive
-- For what the machines of a person did.
create index audit_owner on public.audit ((body::jsonb #>> '{actor,owner,sub}'), seq)
  where body::jsonb #>> '{actor,owner,sub}' is not null;
