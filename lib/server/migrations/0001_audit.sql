-- The audit chain. The migrating role owns all of it; the application's role (the placeholder in the grants below) owns nothing.
-- Each row's hash covers the row before it, so the chain's order is the order of this one lock: audit_head.

create table public.audit (
  seq bigint primary key check (seq > 0),
  -- The exact RFC 8785 bytes, as text: jsonb would rewrite them.
  body text not null,
  prev bytea not null check (octet_length(prev) = 32),
  hash bytea not null check (octet_length(hash) = 32)
);
create index audit_request on public.audit ((body::jsonb #>> '{request,id}'), seq);
create index audit_type on public.audit ((body::jsonb ->> 'type'), seq);

create table public.audit_head (
  one boolean primary key default true check (one),
  seq bigint not null,
  hash bytea not null check (octet_length(hash) = 32)
);
insert into public.audit_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

-- Clear text of personal words; the chain holds only their salted commitments, so erasing a row here breaks nothing.
create table public.audit_text (
  commitment text primary key,
  salt text not null,
  clear text not null,
  check (commitment = 'sha256:' || encode(sha256(convert_to(salt || clear, 'UTF8')), 'hex'))
);

create function public.audit_hash(prev bytea, body text) returns bytea
language sql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$ select sha256(convert_to(E'gatehouse/audit/v1\n', 'UTF8') || prev || sha256(convert_to(body, 'UTF8'))) $$;

-- Takes the chain's only lock until the caller's transaction ends, and says what the next row must hold.
create function public.audit_lock(out seq bigint, out prev bytea, out at timestamptz)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  select h.seq + 1, h.hash into strict seq, prev from public.audit_head h for update;
  -- After the lock, so that times never run against the order of rows.
  at := clock_timestamp();
end $$;

-- Adds the row that audit_lock announced and moves the head to it.
create function public.audit_append(seq bigint, body text) returns bytea
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_variable
declare
  head public.audit_head;
  made bytea;
begin
  select h.* into strict head from public.audit_head h for update;
  if seq is distinct from head.seq + 1 then
    raise exception 'The next audit row is %, not %.', head.seq + 1, seq using errcode = 'GH001';
  end if;
  made := public.audit_hash(head.hash, body);
  insert into public.audit values (seq, body, head.hash, made);
  update public.audit_head h set seq = audit_append.seq, hash = made;
  return made;
end $$;

create function public.audit_refuse() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception 'Rows of % are never changed or removed (% refused).', tg_table_name, lower(tg_op)
    using errcode = 'GH002';
end $$;

-- Whoever inserts, and by whatever road: only the true next row fits.
create function public.audit_fits() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  head public.audit_head;
begin
  select h.* into strict head from public.audit_head h;
  if new.seq <> head.seq + 1 or new.prev <> head.hash
    or new.hash <> public.audit_hash(new.prev, new.body) then
    raise exception 'Audit row % does not follow the head at %.', new.seq, head.seq using errcode = 'GH001';
  end if;
  if (new.body::jsonb ->> 'seq') is distinct from new.seq::text then
    raise exception 'The body of audit row % names another row.', new.seq using errcode = 'GH001';
  end if;
  return new;
end $$;

create function public.audit_head_fits() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.seq <> old.seq + 1
    or not exists (select from public.audit a where a.seq = new.seq and a.hash = new.hash) then
    raise exception 'The audit head moves one row forward with each append, never otherwise.'
      using errcode = 'GH002';
  end if;
  return new;
end $$;

create trigger audit_fits before insert on public.audit
  for each row execute function public.audit_fits();
create trigger audit_refuse before update or delete or truncate on public.audit
  for each statement execute function public.audit_refuse();
create trigger audit_head_fits before update on public.audit_head
  for each row execute function public.audit_head_fits();
create trigger audit_head_refuse before delete or truncate on public.audit_head
  for each statement execute function public.audit_refuse();
-- Erasure deletes rows here; only the owner may.
create trigger audit_text_refuse before update or truncate on public.audit_text
  for each statement execute function public.audit_refuse();
-- `always`: session_replication_role must not switch them off.
alter table public.audit enable always trigger audit_fits;
alter table public.audit enable always trigger audit_refuse;
alter table public.audit_head enable always trigger audit_head_fits;
alter table public.audit_head enable always trigger audit_head_refuse;
alter table public.audit_text enable always trigger audit_text_refuse;

revoke all on public.audit, public.audit_head, public.audit_text from public;
revoke all on function public.audit_hash(bytea, text), public.audit_lock(), public.audit_append(bigint, text),
  public.audit_refuse(), public.audit_fits(), public.audit_head_fits() from public;
grant select on public.audit, public.audit_head, public.audit_text to :app;
grant insert on public.audit_text to :app;
grant execute on function public.audit_lock(), public.audit_append(bigint, text) to :app;
