-- The organizations and projects that each connection last showed, so that a restart while Atlas fails knows them.

create table public.directory_view (
  connection text primary key,
  orgs jsonb not null,
  projects jsonb not null,
  read_at timestamptz not null default clock_timestamp()
);

revoke all on public.directory_view from public;
grant select, insert, update on public.directory_view to :app;
