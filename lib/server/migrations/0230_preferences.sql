-- additive
-- How a person wants the console. Erasing a person deletes their rows of every table with a column `sub`.
create table public.preference (
  iss text not null,
  sub text not null,
  time_zone text,
  density text not null,
  theme text not null,
  home text,
  shortcuts boolean not null,
  primary key (iss, sub)
);

-- Filters of a page that a person saved under a name.
create table public.saved_view (
  id uuid primary key default gen_random_uuid(),
  iss text not null,
  sub text not null,
  page text not null,
  name text not null,
  search text not null,
  constraint saved_view_name unique (iss, sub, page, name)
);

revoke all on public.preference, public.saved_view from public;
grant select, insert, update on public.preference to :app;
grant select, insert, update, delete on public.saved_view to :app;
