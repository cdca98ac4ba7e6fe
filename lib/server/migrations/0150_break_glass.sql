-- additive
-- Requests that their requester sent without approval, and the review that each of them needs.
create table public.break_glass (
  request_id text primary key references public.request (id),
  revision integer not null,
  digest text not null,
  effect_id text not null references public.effect (id),
  iss text not null,
  sub text not null,
  -- Why it could not wait for approval.
  reason text not null,
  -- A shorter duration than requested.
  minutes integer check (minutes >= 1),
  auth_time timestamptz not null,
  acr text,
  used_at timestamptz not null default clock_timestamp(),
  review_due timestamptz not null,
  -- When the deadline passed without a review, and Gatehouse ended the access.
  overdue_at timestamptz,
  verdict text check (verdict in ('justified', 'not-justified')),
  reviewer_iss text,
  reviewer_sub text,
  reviewer_name text,
  comment text,
  reviewed_at timestamptz,
  check (num_nulls(verdict, reviewer_iss, reviewer_sub, reviewer_name, reviewed_at) in (0, 5)),
  check (review_due > used_at)
);
create index break_glass_open on public.break_glass (review_due) where reviewed_at is null;

-- Whoever holds the application's role cannot undo a review or an overdue mark.
create function public.refuse_second_review() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception 'The review of request % is final.', old.request_id using errcode = 'check_violation';
end $$;
create trigger break_glass_review before update on public.break_glass
  for each row when (
    (old.reviewed_at is not null and (new.reviewed_at, new.verdict, new.reviewer_iss, new.reviewer_sub)
      is distinct from (old.reviewed_at, old.verdict, old.reviewer_iss, old.reviewer_sub))
    or (old.overdue_at is not null and new.overdue_at is distinct from old.overdue_at))
  execute function public.refuse_second_review();

revoke all on public.break_glass from public;
grant select, insert on public.break_glass to :app;
grant update (overdue_at, verdict, reviewer_iss, reviewer_sub, reviewer_name, comment, reviewed_at)
  on public.break_glass to :app;
