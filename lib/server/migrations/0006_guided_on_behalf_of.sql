-- For whom a guided command goes on: whoever started it, or last said so, as {iss, sub, name, groups}. Null in older rows.

alter table guided_run add column on_behalf_of jsonb;
