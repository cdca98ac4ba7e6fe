-- The text of a step is named `summary`, as in the description of its operation.
create function pg_temp.renamed(step jsonb) returns jsonb language sql as
  $$ select case when step ? 'says' then (step - 'says') || jsonb_build_object('summary', step -> 'says') else step end $$;

update guided_run set
  steps = (select coalesce(jsonb_agg(pg_temp.renamed(step) order by at), '[]') from jsonb_array_elements(steps) with ordinality as one (step, at)),
  put_back = pg_temp.renamed(put_back)
where steps::text like '%"says"%' or put_back ? 'says';
