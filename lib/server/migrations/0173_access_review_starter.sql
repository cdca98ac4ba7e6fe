-- additive
-- Who started a review, so that their name can be erased.
alter table public.access_review add column starter_sub text;
