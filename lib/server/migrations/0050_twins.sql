-- Whether another account has the name or the e-mail address of whoever reads is asked with every list of requests.
create index person_seen_name on public.person_seen (lower(btrim(name)));
create index session_email on public.session (lower(btrim(email))) where email is not null;
