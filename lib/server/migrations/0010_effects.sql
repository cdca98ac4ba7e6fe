-- One row per turn that a replica holds. A lease, not a lock: a paused replica must not keep a key longer than that.
create table turn (
  key text primary key,
  holder text not null,
  until timestamptz not null
);
grant select, insert, update, delete on turn to :app;

-- Since when an effect cannot go on; `note` says why.
alter table effect add column stuck_since timestamptz;
-- Since when a person has to release it, because the database was restored from a backup.
alter table effect add column held_since timestamptz;
create index effect_stuck on effect (stuck_since) where stuck_since is not null;

-- A restored backup shows as a last heartbeat that is too old.
create table heartbeat (
  one boolean primary key default true check (one),
  at timestamptz not null default clock_timestamp()
);
grant select, insert, update on heartbeat to :app;

-- When Atlas answered 2xx: what it accepted may take a while to show in a read.
alter table effect add column accepted_at timestamptz;

-- A revoke that Atlas did not accept goes again even while the cluster cannot be read.
insert into legal_hop (machine, from_state, to_state) values ('effect', 'unknown', 'planned');
create function refuse_blind_repeat() returns trigger language plpgsql as $$
begin
  if old.state = 'unknown' and new.state = 'planned' and new.kind <> 'end' then
    raise exception 'illegal hop of effect %: % to %', old.id, old.state, new.state
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger effect_repeat before update on effect for each row execute function refuse_blind_repeat();
