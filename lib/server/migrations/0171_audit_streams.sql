-- additive
-- How far each stream of audit rows to a SIEM is.
create table public.audit_stream (
  name text primary key,
  -- The last row it received, with its hash in hex: a log that was restored or changed does not go on from it.
  sent bigint not null,
  sent_hash text not null,
  failures int not null default 0,
  failing_since timestamptz,
  next_at timestamptz not null default clock_timestamp(),
  error text
);
revoke all on public.audit_stream from public;
grant select, insert, update on public.audit_stream to :app;
