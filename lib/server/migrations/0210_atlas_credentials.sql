-- additive
-- Credentials of Atlas itself, as last seen. Calls with them go around Gatehouse.
create table public.atlas_credential (
  org_id text not null,
  kind text not null check (kind in ('api-key', 'service-account', 'mcp-config')),
  -- Atlas's id.
  id text not null,
  -- The project of an MCP configuration that belongs to one.
  group_id text,
  -- Name, roles, when it was made and last used, as Atlas says.
  shown jsonb not null,
  first_seen_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  -- It appeared after the first look, and Gatehouse did not make it.
  is_outside boolean not null,
  primary key (org_id, kind, id)
);

-- Since when a list is known. What the first look finds is nobody's news.
create table public.atlas_credential_look (
  org_id text not null,
  kind text not null,
  -- Empty for the list of the organization itself.
  group_id text not null,
  looked_at timestamptz not null default clock_timestamp(),
  primary key (org_id, kind, group_id)
);

revoke all on public.atlas_credential, public.atlas_credential_look from public;
grant select, insert, update, delete on public.atlas_credential, public.atlas_credential_look to :app;
