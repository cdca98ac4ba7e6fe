-- additive
-- For what changed in an organization.
create index audit_organization on public.audit ((body::jsonb #>> '{scope,orgId}'), seq);
