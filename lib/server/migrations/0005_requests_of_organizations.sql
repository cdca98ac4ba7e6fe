-- A request may be about an organization or its federation, and then has no project.

alter table request alter column group_id drop not null;
alter table effect alter column group_id drop not null;
create index request_org on request (org_id, created_at desc) where group_id is null;
