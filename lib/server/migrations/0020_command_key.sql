-- Commands that were sent under an idempotency key, and their sealed answers. Rows live for a day at most.

create table public.command_key (
  iss text not null,
  sub text not null,
  op text not null,
  -- Keyed hashes: neither the caller's key nor the input can be read back.
  key text not null,
  input text not null,
  -- The attempt that runs it, under a lease. Its request id is the trace of its audit rows.
  token uuid not null,
  trace text not null,
  lease_until timestamptz not null,
  -- True once the attempt has recorded that it acts: from then on it is never repeated.
  began boolean not null default false,
  -- Encrypted with a key derived from NEXTAUTH_SECRET; null while it runs.
  answer bytea,
  expires_at timestamptz,
  primary key (iss, sub, op, key),
  check ((answer is null) = (expires_at is null))
);
create index command_key_expires on public.command_key (expires_at);

-- A cut command is settled by the rows of its attempt.
create index audit_trace on public.audit ((body::jsonb ->> 'trace'), seq);

revoke all on public.command_key from public;
grant select, insert, update, delete on public.command_key to :app;
