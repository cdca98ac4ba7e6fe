-- additive
-- Signed checkpoints of the audit log, and how far each sink has received them.

-- Hashes of whole subtrees of 256, 65,536 … rows: a cache, so that a checkpoint reads new rows only.
create table audit_node (
  level smallint not null check (level > 0 and level % 8 = 0),
  at bigint not null check (at >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, at)
);

create table checkpoint (
  size bigint primary key check (size > 0),
  -- The origin and the key that signed: a new key starts a new history.
  origin text not null,
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  made_at timestamptz not null default clock_timestamp()
);

create function checkpoint_grows() returns trigger
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(7202614);
  if exists (select from checkpoint c where c.size >= new.size) then
    raise exception 'There is a checkpoint of % rows or more.', new.size using errcode = 'GH003';
  end if;
  return new;
end $$;
create trigger checkpoint_grows before insert on checkpoint
  for each row execute function checkpoint_grows();
create trigger checkpoint_refuse before update or delete or truncate on checkpoint
  for each statement execute function audit_refuse();
create trigger audit_node_refuse before update or delete or truncate on audit_node
  for each statement execute function audit_refuse();

create table checkpoint_sink (
  name text primary key,
  -- The size of the last checkpoint it received.
  sent bigint not null,
  failures int not null default 0,
  failing_since timestamptz,
  next_at timestamptz not null default clock_timestamp(),
  error text
);

-- One row: what the checkpointer and the scheduled verification found last.
create table audit_check (
  one boolean primary key default true check (one),
  -- When the log last had a checkpoint of all its rows, and why a newer one was refused.
  checkpointed_at timestamptz,
  refused text,
  verified_at timestamptz,
  verified_rows bigint,
  -- The first bad row and what is wrong with it.
  bad_seq bigint,
  bad text
);
insert into audit_check default values;

revoke all on audit_node, checkpoint, checkpoint_sink, audit_check from public;
revoke all on function checkpoint_grows() from public;
grant select, insert on audit_node, checkpoint to :app;
grant select, insert, update on checkpoint_sink to :app;
grant select, update on audit_check to :app;
