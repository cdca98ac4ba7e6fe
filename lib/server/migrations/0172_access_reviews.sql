-- additive
-- Campaigns in which people attest standing access. The items are a snapshot of what stood when it started.
create table public.access_review (
  id text primary key,
  name text not null,
  org_id text not null,
  -- Empty: the whole organization.
  group_ids text[] not null,
  due_at timestamptz not null,
  -- [{iss, sub, name}]
  reviewers jsonb not null,
  starter_name text not null,
  -- What could not be read when it started.
  unread text[] not null,
  started_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz
);
create table public.access_review_item (
  id bigint generated always as identity primary key,
  review_id text not null references public.access_review (id),
  kind text not null check (kind in ('access-list', 'api-key', 'service-account', 'binding')),
  group_id text,
  name text not null,
  detail text not null,
  -- The input of the operation that would remove it.
  removal jsonb,
  verdict text check (verdict in ('keep', 'revoke', 'expire')),
  remark text,
  iss text,
  sub text,
  by_name text,
  decided_at timestamptz,
  check (num_nulls(verdict, iss, sub, by_name, decided_at) in (0, 5))
);
create index access_review_items on public.access_review_item (review_id, id);

revoke all on public.access_review, public.access_review_item from public;
grant select, insert on public.access_review, public.access_review_item to :app;
grant update (closed_at) on public.access_review to :app;
grant update (verdict, remark, iss, sub, by_name, decided_at) on public.access_review_item to :app;
