-- Commands of several calls that Gatehouse carries on by itself: where each of them stands.

insert into legal_hop (machine, from_state, to_state) values
  ('guided_run', 'running', 'done'),
  ('guided_run', 'running', 'putting-back'),
  ('guided_run', 'running', 'put-back'),
  ('guided_run', 'running', 'halted'),
  ('guided_run', 'putting-back', 'put-back'),
  ('guided_run', 'putting-back', 'halted'),
  ('guided_run', 'halted', 'running'),
  ('guided_run', 'halted', 'putting-back'),
  ('guided_run', 'halted', 'left');

create table guided_run (
  id text primary key,
  op text not null,
  org_id text not null,
  group_id text not null,
  -- What it works on: one at a time.
  slot text not null,
  -- Canonical JSON.
  input text not null,
  says text not null,
  target text not null,
  actor_name text not null,
  state text not null default 'running'
    check (state in ('running', 'done', 'putting-back', 'put-back', 'halted', 'left')),
  -- What is done in order, with where each step stands; the step under way.
  steps jsonb not null,
  at integer not null default 0,
  put_back jsonb,
  note text,
  -- Whoever holds the lease carries it on; the token tells the holders apart.
  token bigint not null default 0,
  lease_until timestamptz,
  next_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp()
);
create unique index guided_slot on guided_run (slot) where state in ('running', 'putting-back', 'halted');
create index guided_due on guided_run (next_at) where state in ('running', 'putting-back');
create index guided_project on guided_run (group_id, created_at desc);

create function refuse_late_run() returns trigger language plpgsql as $$
begin
  if new.state <> 'running' then
    raise exception '% starts in another state', tg_table_name using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger guided_hop before update on guided_run for each row execute function refuse_illegal_hop();
create trigger guided_start before insert on guided_run for each row execute function refuse_late_run();

grant select, insert, update on guided_run to :app;
