-- additive
-- What the fleet's checks read: when each place was last read, and when it is due. The collector resumes from here.
create table public.fleet_reading (
  source text not null,
  -- The input of the read besides the project or organization, as canonical JSON.
  part text not null default '{}',
  connection text not null,
  -- Empty for a reading of a whole connection.
  org_id text not null default '',
  -- Empty for a reading of an organization or connection.
  group_id text not null default '',
  first_read_at timestamptz,
  -- When the last complete reading began.
  read_at timestamptz,
  -- Null: another reading fills it.
  next_at timestamptz,
  failures int not null default 0,
  -- Why the last try failed; null after a success.
  failure text,
  -- By check, where it found nothing because it does not apply (true) or could not tell (a sentence).
  notes jsonb not null default '{}',
  primary key (source, connection, org_id, group_id, part)
);
create index fleet_reading_due on public.fleet_reading (connection, next_at) where next_at is not null;
create index fleet_reading_project on public.fleet_reading (group_id);

create table public.fleet_finding (
  id bigint generated always as identity primary key,
  check_id text not null,
  source text not null,
  part text not null,
  key text not null,
  org_id text not null,
  -- Empty for a finding about an organization.
  group_id text not null,
  level text not null check (level in ('bad', 'warn', 'info')),
  word text not null,
  what text not null,
  subject text not null,
  -- By Atlas's time.
  since timestamptz,
  first_seen_at timestamptz not null,
  gone_at timestamptz
);
create unique index fleet_finding_open on public.fleet_finding (check_id, source, org_id, group_id, part, key) where gone_at is null;
create index fleet_finding_gone on public.fleet_finding (gone_at) where gone_at is not null;

revoke all on public.fleet_reading, public.fleet_finding from public;
grant select, insert, update, delete on public.fleet_reading, public.fleet_finding to :app;
