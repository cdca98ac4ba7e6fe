-- additive
-- Machines have groups that begin with machine:. People who signed in before that could have one of the same name.
update public.session set groups = array(select g from unnest(groups) g where g not like 'machine:%')
  where exists (select from unnest(groups) g where g like 'machine:%');
update public.person_seen set groups = array(select g from unnest(groups) g where g not like 'machine:%')
  where exists (select from unnest(groups) g where g like 'machine:%');
