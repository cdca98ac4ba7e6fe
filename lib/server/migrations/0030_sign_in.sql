-- The provider's own session, which a back-channel logout names, and what was odd about the groups in this sign-in.
alter table public.session add column sid text, add column groups_note text;
create index session_of_person on public.session (iss, sub) where ended_at is null;

-- Logout tokens that were used, so that a copy of one ends nothing again.
create table public.logout_token (
  iss text not null,
  jti text not null,
  used_at timestamptz not null default clock_timestamp(),
  primary key (iss, jti)
);
revoke all on public.logout_token from public;
grant select, insert, delete on public.logout_token to :app;
