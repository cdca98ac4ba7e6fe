-- additive
-- What Atlas's lists showed when Gatehouse last read them, so that people find it by name or id without a call to Atlas.
create table public.thing (
  -- The operation and input that showed it.
  source text not null,
  id text not null,
  kind text not null,
  org_id text,
  group_id text,
  cluster_name text,
  name text not null,
  -- Its name and its place in lower case.
  words text not null,
  -- Its ids and host names in lower case, for what people paste.
  ids text[] not null,
  -- The other parts of its address.
  at jsonb not null,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (source, kind, id)
);
create index thing_ids on public.thing using gin (ids);
create index thing_group on public.thing (group_id);

revoke all on public.thing from public;
grant select, insert, update, delete on public.thing to :app;
