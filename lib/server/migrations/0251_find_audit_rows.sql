-- additive
-- Rows of the audit log are found by the ids of a call that people paste.
create index audit_atlas_request on public.audit (lower(body::jsonb #>> '{upstream,request_id}'))
  where body::jsonb #>> '{upstream,request_id}' is not null;
