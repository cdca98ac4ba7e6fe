-- additive
-- What counts once: nonces of HTTP Digest and ids of signed assertions, until they expire.
create table public.used_once (
  key text primary key,
  expires_at timestamptz not null
);
create index used_once_end on public.used_once (expires_at);
revoke all on public.used_once from public;
grant select, insert, delete on public.used_once to :app;
