-- Requests, their decisions, the calls that follow from them, and the one grant slot of each cluster.

create table legal_hop (
  machine text not null,
  from_state text not null,
  to_state text not null,
  primary key (machine, from_state, to_state)
);

insert into legal_hop (machine, from_state, to_state) values
  ('request', 'pending', 'approved'),
  ('request', 'pending', 'denied'),
  ('request', 'pending', 'cancelled'),
  ('request', 'pending', 'expired'),
  ('request', 'approved', 'pending'),
  ('request', 'approved', 'cancelled'),
  ('request', 'approved', 'closed'),
  ('effect', 'planned', 'claimed'),
  ('effect', 'planned', 'refused'),
  ('effect', 'claimed', 'planned'),
  ('effect', 'claimed', 'refused'),
  ('effect', 'claimed', 'conflict'),
  ('effect', 'claimed', 'confirmed'),
  ('effect', 'claimed', 'sending'),
  ('effect', 'sending', 'confirmed'),
  ('effect', 'sending', 'refused'),
  ('effect', 'sending', 'unknown'),
  ('effect', 'unknown', 'confirmed'),
  ('effect', 'unknown', 'absent'),
  ('effect', 'unknown', 'conflict'),
  ('effect', 'absent', 'planned'),
  ('effect', 'absent', 'refused');

create table request (
  id text primary key,
  op text not null,
  org_id text not null,
  group_id text not null,
  cluster_name text,
  environment text not null check (environment in ('production', 'other')),
  slot text,
  revision integer not null default 1 check (revision >= 1),
  input text not null,
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  says text not null,
  reason text not null,
  ticket text,
  requester_iss text not null,
  requester_sub text not null,
  requester_name text not null,
  rule text not null,
  policy_digest text not null,
  max_minutes integer,
  minutes integer check (minutes is null or max_minutes is null or minutes <= max_minutes),
  decide_by timestamptz not null,
  execute_minutes integer not null,
  execute_by timestamptz,
  state text not null default 'pending'
    check (state in ('pending', 'approved', 'denied', 'cancelled', 'expired', 'closed')),
  how text check (how in ('done', 'ended', 'revoked', 'refused', 'missed', 'conflict')),
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp(),
  check ((state = 'closed') = (how is not null))
);
-- At most one pending or approved request for a slot.
create unique index request_slot on request (slot) where slot is not null and state in ('pending', 'approved');
create index request_state on request (state, decide_by);
create index request_settled on request (changed_at desc) where state not in ('pending', 'approved');
create index request_requester on request (requester_iss, requester_sub, created_at desc);
create index request_cluster on request (group_id, cluster_name, created_at desc);

create table decision (
  id bigint generated always as identity primary key,
  request_id text not null references request (id),
  revision integer not null,
  verdict text not null check (verdict in ('approve', 'deny')),
  digest text not null,
  iss text not null,
  sub text not null,
  name text not null,
  binding text not null,
  auth_time timestamptz,
  acr text,
  minutes integer check (minutes >= 1),
  comment text,
  at timestamptz not null default clock_timestamp(),
  unique (request_id, revision, iss, sub)
);

create table effect (
  id text primary key,
  request_id text references request (id),
  kind text not null check (kind in ('begin', 'end')),
  op text not null,
  org_id text not null,
  group_id text not null,
  cluster_name text,
  input text not null,
  actor_name text not null,
  reason text,
  state text not null default 'planned'
    check (state in ('planned', 'claimed', 'sending', 'confirmed', 'refused', 'unknown', 'absent', 'conflict')),
  attempt integer not null default 0,
  token bigint not null default 0,
  lease_until timestamptz,
  -- The exact bytes, fixed at the first execution and used again by every later one.
  body text,
  expiration_time timestamptz,
  sent_at timestamptz,
  give_up_at timestamptz,
  next_check_at timestamptz,
  checks integer not null default 0,
  execute_by timestamptz,
  confirmed_at timestamptz,
  note text,
  created_at timestamptz not null default clock_timestamp(),
  changed_at timestamptz not null default clock_timestamp()
);
-- One effect that begins a request, and one under way that ends it.
create unique index effect_begin on effect (request_id) where kind = 'begin' and state <> 'refused';
create unique index effect_end on effect (org_id, group_id, cluster_name, op)
  where kind = 'end' and state in ('planned', 'claimed', 'sending', 'unknown', 'absent');
create index effect_state on effect (state);
create index effect_request on effect (request_id);
create index effect_cluster on effect (group_id, cluster_name, changed_at);

-- What Atlas was last seen to hold, and what an approved request put there.
create table slot (
  org_id text not null,
  group_id text not null,
  cluster_name text not null,
  kind text not null check (kind in ('dedicated', 'shared', 'flex')),
  state_name text,
  detail text not null default '',
  tags jsonb not null default '[]',
  seen_at timestamptz not null,
  observed_type text,
  observed_end timestamptz,
  observed_at timestamptz,
  drift_since timestamptz,
  primary key (group_id, cluster_name)
);
create index slot_drift on slot (drift_since) where drift_since is not null;

-- One running turn of each standing loop, across replicas.
create table lease (
  name text primary key,
  holder text not null,
  until timestamptz not null
);

create function refuse_illegal_hop() returns trigger language plpgsql as $$
begin
  if new.state is distinct from old.state then
    if not exists (
      select 1 from public.legal_hop
      where machine = tg_table_name and from_state = old.state and to_state = new.state
    ) then
      raise exception 'illegal hop of % %: % to %', tg_table_name, old.id, old.state, new.state
        using errcode = 'check_violation';
    end if;
  end if;
  new.changed_at := clock_timestamp();
  return new;
end $$;

create function refuse_other_bytes() returns trigger language plpgsql as $$
begin
  if old.body is not null and new.body is distinct from old.body then
    raise exception 'the bytes of effect % are fixed', old.id using errcode = 'check_violation';
  end if;
  return new;
end $$;

create function refuse_late_start() returns trigger language plpgsql as $$
begin
  if (tg_table_name = 'request' and new.state <> 'pending')
    or (tg_table_name = 'effect' and new.state <> 'planned') then
    raise exception '% starts in another state', tg_table_name using errcode = 'check_violation';
  end if;
  return new;
end $$;

create trigger request_hop before update on request for each row execute function refuse_illegal_hop();
create trigger effect_hop before update on effect for each row execute function refuse_illegal_hop();
create trigger effect_bytes before update on effect for each row execute function refuse_other_bytes();
create trigger request_start before insert on request for each row execute function refuse_late_start();
create trigger effect_start before insert on effect for each row execute function refuse_late_start();

grant select on legal_hop to :app;
grant select, insert, update on request, effect to :app;
grant select, insert on decision to :app;
grant select, insert, update, delete on slot, lease to :app;
