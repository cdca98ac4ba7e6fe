-- additive
-- Credentials of programs. A row is never deleted and its name never used again, because bindings and the audit log use it.
create table public.machine (
  id text primary key,
  client_id text not null unique check (client_id ~ '^mdb_sa_id_[0-9a-f]{24}$'),
  name text not null unique check (name ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  purpose text not null,
  owner_iss text not null,
  owner_sub text not null,
  owner_name text not null,
  ends_at timestamptz not null,
  carry_out text not null check (carry_out in ('permit', 'send')),
  calls_per_minute integer not null check (calls_per_minute >= 1),
  gated_per_hour integer not null check (gated_per_hour >= 0),
  deletions_per_day integer not null check (deletions_per_day >= 0),
  -- Whether clients can also sign in with HTTP Digest. Their secrets then have an ha1.
  uses_digest boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  revoked_at timestamptz
);

-- The secrets themselves are random and long, so a plain SHA-256 can't be reversed.
create table public.machine_secret (
  id text primary key,
  machine_id text not null references public.machine (id),
  hash bytea not null check (octet_length(hash) = 32),
  -- The last characters, to tell secrets apart.
  hint text not null,
  -- What HTTP Digest needs: whoever reads it can sign in with Digest.
  ha1 text,
  -- Who saw it. They can't approve what the machine requests.
  shown_iss text not null,
  shown_sub text not null,
  shown_name text not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  revoked_at timestamptz,
  check (revoked_at is null or ha1 is null)
);
create index machine_secret_of on public.machine_secret (machine_id);

-- Access tokens that were revoked before their end.
create table public.revoked_token (
  jti text primary key,
  expires_at timestamptz not null
);
create index revoked_token_end on public.revoked_token (expires_at);

-- Calls by day and operation, and the last one.
create table public.machine_use (
  machine_id text not null references public.machine (id),
  day date not null,
  operation text not null,
  calls bigint not null,
  refusals bigint not null,
  primary key (machine_id, day, operation)
);
create table public.machine_last_use (
  machine_id text primary key references public.machine (id),
  at timestamptz not null,
  address text,
  user_agent text
);

create function public.refuse_revival() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception '% % is revoked.', tg_table_name, old.id using errcode = 'check_violation';
end $$;
create trigger machine_revoked before update on public.machine
  for each row when (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
  execute function public.refuse_revival();
create trigger machine_secret_revoked before update on public.machine_secret
  for each row when (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
  execute function public.refuse_revival();

-- A machine never decides, whatever the application does.
alter table public.decision add constraint decision_by_people
  check (iss <> 'gatehouse:machines' and for_iss is distinct from 'gatehouse:machines');
alter table public.delegation add constraint delegation_by_people
  check (from_iss <> 'gatehouse:machines' and to_iss <> 'gatehouse:machines');
alter table public.break_glass add constraint break_glass_by_people
  check (iss <> 'gatehouse:machines' and reviewer_iss is distinct from 'gatehouse:machines');
alter table public.access_review_item add constraint access_review_item_by_people
  check (iss is distinct from 'gatehouse:machines');

revoke all on public.machine, public.machine_secret, public.revoked_token, public.machine_use, public.machine_last_use from public;
grant select, insert on public.machine, public.machine_secret to :app;
grant update (purpose, owner_iss, owner_sub, owner_name, ends_at, carry_out, calls_per_minute, gated_per_hour,
  deletions_per_day, uses_digest, revoked_at) on public.machine to :app;
grant update (ha1, expires_at, revoked_at) on public.machine_secret to :app;
grant select, insert, delete on public.revoked_token to :app;
grant select, insert, update, delete on public.machine_use, public.machine_last_use to :app;
