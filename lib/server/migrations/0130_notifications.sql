-- additive
-- The audit log is the outbox: a change and its row commit together. This is how far notifications have read it. So a
-- change never waits for a table of notifications, and none of them can undo it.
create table public.notification_cursor (
  one boolean primary key default true check (one),
  seq bigint not null
);
insert into public.notification_cursor (seq) select seq from public.audit_head;

-- What happened, once for all channels. It holds ids only: texts that people wrote stay where they can be erased.
create table public.notification (
  -- From the hash of its audit row, so that it stays the same however often the row is read.
  id text primary key,
  -- The audit row. Null for a test.
  seq bigint unique,
  type text not null,
  topic text not null,
  request_id text,
  state text,
  outcome text,
  org_id text,
  group_id text,
  cluster_name text,
  environment text,
  op text,
  rule text,
  at timestamptz not null
);
create index notification_at on public.notification (at);
create index notification_request on public.notification (request_id);

create table public.delivery (
  id bigint generated always as identity primary key,
  notification_id text not null references public.notification (id) on delete cascade,
  channel text not null,
  -- The account that an e-mail is for, as JSON [iss, sub]. Empty for a channel that many people share.
  recipient text not null default '',
  -- Of the notification, to keep the order of a request.
  seq bigint not null,
  request_id text,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
  attempts integer not null default 0,
  token bigint not null default 0,
  lease_until timestamptz,
  next_at timestamptz not null default clock_timestamp(),
  -- When the retries began: a replay begins again.
  since timestamptz not null default clock_timestamp(),
  status integer,
  note text,
  created_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  unique (notification_id, channel, recipient),
  check ((state = 'waiting') = (settled_at is null))
);
create index delivery_due on public.delivery (next_at) where state = 'waiting';
create index delivery_order on public.delivery (channel, recipient, request_id, seq) where state = 'waiting';
create index delivery_running on public.delivery (channel) where lease_until is not null;
create index delivery_settled on public.delivery (settled_at);
create index delivery_dead on public.delivery (channel, id) where state = 'dead';

-- A receiver that answered 410: off until an admin turns it on, or gatehouse.yaml names another address.
create table public.channel_off (
  channel text primary key,
  target text not null,
  note text not null,
  at timestamptz not null default clock_timestamp()
);

-- The topics that a person does not want.
create table public.notification_choice (
  iss text not null,
  sub text not null,
  muted text[] not null,
  primary key (iss, sub)
);

-- The address of the last sign-in. Only a verified one gets mail.
alter table public.person_seen add column email text, add column email_verified boolean not null default false;

revoke all on public.notification_cursor, public.notification, public.delivery, public.channel_off,
  public.notification_choice from public;
grant select, update on public.notification_cursor to :app;
grant select, insert, delete on public.notification to :app;
grant select, insert, update, delete on public.delivery, public.channel_off to :app;
grant select, insert, update on public.notification_choice to :app;
