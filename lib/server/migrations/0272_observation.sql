-- additive
-- When the observer reads the employee access of each project, so that a console goes on where another one stopped.
create table public.observation (
  group_id text primary key,
  connection text not null,
  due_at timestamptz not null default clock_timestamp(),
  read_at timestamptz,
  -- Flex clusters can't have employee access: their list is read less often.
  flex_due_at timestamptz not null default clock_timestamp()
);
create index observation_due on public.observation (connection, due_at);

revoke all on public.observation from public;
grant select, insert, update, delete on public.observation to :app;
