-- additive
-- Sign-ins of a person's own command line (RFC 8628), which the person confirms in the browser.
create table public.device_code (
  hash bytea primary key check (octet_length(hash) = 32),
  user_code text not null check (user_code ~ '^[BCDFGHJKLMNPQRSTVWXZ]{8}$'),
  -- Who asks, as far as the request says.
  address text,
  user_agent text,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'approved', 'denied', 'used')),
  -- The browser session of the person who confirmed it.
  session_id uuid references public.session (id) on delete cascade,
  check ((state in ('approved', 'used')) = (session_id is not null))
);
create unique index device_code_open on public.device_code (user_code) where state = 'pending';
create index device_code_end on public.device_code (expires_at);

-- A session of the command line: the browser session that confirmed it, and the hash of its refresh token.
alter table public.session
  add column parent uuid,
  add column refresh_hash bytea unique check (octet_length(refresh_hash) = 32),
  add constraint session_of_device check ((parent is null) = (refresh_hash is null));
create index session_children on public.session (parent) where parent is not null and ended_at is null;

revoke all on public.device_code from public;
grant select, insert, delete on public.device_code to :app;
grant update (state, session_id) on public.device_code to :app;
grant update (parent) on public.session to :app;
