-- additive
-- Requests of admins to erase a person's text. The owner of the tables carries them out: the console itself cannot delete.

create table erasure (
  id uuid primary key default gen_random_uuid(),
  -- The subject of the person, as the identity provider sends it.
  subject text not null,
  requested_at timestamptz not null default clock_timestamp(),
  done_at timestamptz,
  -- What the last attempt did: erased texts, rows by table, and the ids of requests that are still open.
  texts int,
  rows jsonb,
  open text[],
  error text
);
create unique index erasure_waiting on erasure (subject) where done_at is null;

revoke all on erasure from public;
grant select, insert on erasure to :app;
