-- additive
-- Requests that a client of Atlas made by sending a call through the gateway.

alter table request
  -- The call as canonical JSON that the digest covers (lib/approvals/client-call.ts).
  add column call text,
  -- The same for identical calls of one sender.
  add column call_key text check (call_key ~ '^[0-9a-f]{64}$'),
  -- The exact body, where Gatehouse sends the call itself.
  add column call_body text,
  -- Calls of one sender that came soon after each other, shown to approvers together.
  add column plan text,
  add check ((call is null) = (call_key is null));
create unique index request_call_open on request (call_key) where call_key is not null and state in ('pending', 'approved');
create index request_call on request (call_key, created_at desc) where call_key is not null;
create index request_plan on request (plan) where plan is not null;

-- A permit: only the client's own repeat carries it out.
alter table effect add column awaits_caller boolean not null default false;
create index effect_awaits on effect (execute_by) where awaits_caller and state = 'planned';

-- How often a client repeated a call while its request was open. Not in the audit log: some clients repeat every minute.
create table call_repeat (
  request_id text primary key references request (id),
  repeats bigint not null default 1,
  last_at timestamptz not null default clock_timestamp()
);

-- Atlas's answer to a call that Gatehouse sent, encrypted, until its client reads it or the approval expires.
create table call_answer (
  request_id text primary key references request (id),
  answer bytea not null,
  until timestamptz not null
);

-- What a machine used of its budgets, by period: a minute, an hour or a day.
create table machine_budget (
  machine_id text not null,
  budget text not null check (budget in ('calls', 'gated', 'deletions')),
  starts_at timestamptz not null,
  used bigint not null,
  primary key (machine_id, budget, starts_at)
);

revoke all on public.call_repeat, public.call_answer, public.machine_budget from public;
grant select, insert, update on call_repeat to :app;
grant select, insert, update, delete on call_answer, machine_budget to :app;
