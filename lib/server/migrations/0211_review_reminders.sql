-- additive
-- When the reviewers were reminded that an access review ends soon.
alter table public.access_review add column reminded_at timestamptz;
grant update (reminded_at) on public.access_review to :app;
