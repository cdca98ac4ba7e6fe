-- additive
-- The consoles that run. Each writes its own row every 10 s.
create table public.replica (
  id uuid primary key,
  host text not null,
  version text not null,
  node text not null,
  started_at timestamptz not null,
  seen_at timestamptz not null default clock_timestamp(),
  -- Its loops and connections: see lib/server/health/replica.ts.
  state jsonb not null
);
revoke all on public.replica from public;
grant select, insert, update, delete on public.replica to :app;
