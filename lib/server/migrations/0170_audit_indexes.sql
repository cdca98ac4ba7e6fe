-- additive
-- For the filters of the audit log.
create index audit_time on public.audit ((body::jsonb ->> 'time'));
create index audit_person on public.audit ((body::jsonb #>> '{actor,sub}'), seq);
create index audit_op on public.audit ((body::jsonb ->> 'op'), seq);
create index audit_project on public.audit ((body::jsonb #>> '{scope,groupId}'), seq);
