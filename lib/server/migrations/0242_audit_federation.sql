-- additive
-- For what changed in a federation.
create index audit_federation on public.audit ((body::jsonb #>> '{scope,federationSettingsId}'), seq)
  where body::jsonb #>> '{scope,federationSettingsId}' is not null;
