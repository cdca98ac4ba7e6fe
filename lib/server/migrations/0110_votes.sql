-- Several people decide on a request, in steps.

alter table decision
  -- The step of the request's terms that it counts for, from 0.
  add column step integer not null default 0 check (step >= 0),
  -- A smaller level of access than requested.
  add column level text,
  -- Whose right it was, for a delegate.
  add column for_iss text,
  add column for_sub text,
  add column for_name text,
  add column delegation_id text;
-- Whoever approved can still deny until the call is sent.
alter table decision drop constraint decision_request_id_revision_iss_sub_key;
create unique index decision_once on decision (request_id, revision, iss, sub, verdict);
create unique index decision_for_once on decision (request_id, revision, for_iss, for_sub, verdict) where for_sub is not null;

alter table request
  -- How many groups it was escalated to.
  add column escalated integer not null default 0 check (escalated >= 0),
  -- Nothing is sent earlier.
  add column not_before timestamptz,
  -- The request whose access it takes over on the same slot.
  add column replaces text references request (id),
  -- For whom it was filed, if not for the requester.
  add column beneficiary_iss text,
  add column beneficiary_sub text,
  add column beneficiary_name text;

-- A denial wins until the call is claimed.
insert into legal_hop (machine, from_state, to_state) values ('request', 'approved', 'denied');

alter table request drop constraint request_how_check;
alter table request add constraint request_how_check
  check (how in ('done', 'ended', 'revoked', 'refused', 'missed', 'conflict', 'replaced'));

-- A slot has one open request, and one more that takes over from it.
drop index request_slot;
create index request_open_slot on request (slot) where slot is not null and state in ('pending', 'approved');
create function refuse_taken_slot() returns trigger language plpgsql as $$
begin
  if new.slot is null or new.state not in ('pending', 'approved') then
    return new;
  end if;
  -- Two that ask at once take turns, so that the second sees the first.
  perform pg_advisory_xact_lock(hashtextextended(new.slot, 110));
  if exists (
    select 1 from public.request r
    where r.slot = new.slot and r.state in ('pending', 'approved')
      and r.id is distinct from new.id and r.id is distinct from new.replaces
  ) then
    raise exception 'slot % is taken', new.slot
      using errcode = 'unique_violation', constraint = 'request_slot';
  end if;
  return new;
end $$;
create trigger request_taken_slot before insert or update of slot, replaces on request
  for each row execute function refuse_taken_slot();

-- Who decides for whom while they are away.
create table delegation (
  id text primary key,
  from_iss text not null,
  from_sub text not null,
  from_name text not null,
  to_iss text not null,
  to_sub text not null,
  to_name text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  withdrawn_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  check (starts_at < ends_at),
  check ((from_iss, from_sub) <> (to_iss, to_sub))
);
create index delegation_to on delegation (to_iss, to_sub, ends_at);
create index delegation_from on delegation (from_iss, from_sub, ends_at);
grant select, insert on delegation to :app;
grant update (withdrawn_at) on delegation to :app;

-- Accounts that ever signed in with one e-mail address belong to one person.
create table account_email (
  iss text not null,
  sub text not null,
  email text not null check (email = lower(btrim(email)) and email <> ''),
  primary key (iss, sub, email)
);
create index account_email_email on account_email (email);
insert into account_email (iss, sub, email)
  select distinct iss, sub, lower(btrim(email)) from public.session where btrim(coalesce(email, '')) <> '';
grant select, insert on account_email to :app;

-- The request, by digest, that a person signed in again for.
alter table public.session add column step_up_for text;
