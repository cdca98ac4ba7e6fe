-- additive
-- The one message of a request in each Slack channel.
create table public.slack_message (
  channel text not null,
  request_id text not null,
  -- Slack's names of the channel and the message.
  slack_channel text not null,
  ts text not null,
  primary key (channel, request_id)
);

-- A Slack account that its owner linked while signed in with the identity provider.
create table public.slack_account (
  team text not null,
  slack_user text not null,
  slack_name text not null,
  iss text not null,
  sub text not null,
  linked_at timestamptz not null default clock_timestamp(),
  primary key (team, slack_user)
);
create index slack_account_of on public.slack_account (iss, sub);

-- Who said “I'm on it”.
create table public.request_attended (
  request_id text not null,
  iss text not null,
  sub text not null,
  name text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (request_id, iss, sub)
);

revoke all on public.slack_message, public.slack_account, public.request_attended from public;
grant select, insert, update, delete on public.slack_message, public.slack_account to :app;
grant select, insert on public.request_attended to :app;
