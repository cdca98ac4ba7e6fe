-- Signed-in people. The cookie names a row here; ending the row is what signs a person out, whatever the cookie says.

create table public.session (
  id uuid primary key,
  iss text not null,
  sub text not null,
  name text not null,
  email text,
  groups text[] not null,
  -- Needed once, to end the provider's own session; gone as soon as this one ends.
  id_token text,
  -- When the provider last saw the person prove who they are; null when it does not say.
  auth_time timestamptz,
  acr text,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  ended_by text,
  ip text,
  ua text,
  check ((ended_at is null) = (ended_by is null)),
  check (ended_at is null or id_token is null)
);
create index session_live on public.session (seen_at) where ended_at is null;
create index session_started on public.session (started_at);

-- OpenID Connect lists no members of a group: who may approve is who was seen in one at their last sign-in.
create table public.person_seen (
  iss text not null,
  sub text not null,
  name text not null,
  groups text[] not null,
  seen_at timestamptz not null default clock_timestamp(),
  primary key (iss, sub)
);

revoke all on public.session, public.person_seen from public;
grant select, insert, delete on public.session to :app;
grant update (id_token, seen_at, ended_at, ended_by) on public.session to :app;
grant select, insert, update on public.person_seen to :app;
