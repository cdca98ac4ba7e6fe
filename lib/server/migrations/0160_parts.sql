-- additive
-- A request for several targets has a row for each of them, its parts. A part holds the slot of its target and has its own
-- call, outcome and revoke. People decide on the whole.

alter table request
  -- Of a part: its request, and its place in the list from 0.
  add column part_of text references request (id),
  add column part_at integer,
  -- Of a whole: its targets with the proof of each, as canonical JSON that its digest covers (lib/approvals/targets.ts).
  add column targets text,
  -- What happens to the targets that were not sent yet once one fails.
  add column on_failure text check (on_failure in ('stop', 'continue')),
  add check ((targets is null) = (on_failure is null)),
  add check ((part_of is null) = (part_at is null)),
  add check (part_of is null or targets is null);
create unique index request_part on request (part_of, part_at) where part_of is not null;

-- The targets that an approval left, as a JSON list of part ids. Null: all.
alter table decision add column targets text;

alter table request drop constraint request_how_check;
alter table request add constraint request_how_check check (how in (
  'done', 'ended', 'revoked', 'refused', 'missed', 'conflict', 'replaced', 'skipped', 'mixed'));
