-- Lines that end in "-- postgres" or "-- sqlite" are for that database alone.

-- A held decision asked for more than the definition's limits allow; its tasks do not count towards the hour, whatever a person does with it.
alter table runs add column held boolean not null default false;
-- When the last of the run's instructions had ended and its tasks were counted. Null: it has none, or they go on.
alter table runs add column concluded_at timestamptz;
create index runs_asked on runs (definition_id, (coalesce(concluded_at, decided_at))) where tasks > 0 and not held;

-- Null: nobody has looked yet. True: the envelope holds what looks like a secret, and keeps it until every run of the event has ended.
alter table events add column holds_secrets boolean;
-- SHA-256 of the content as it came, once the envelope is not that any more: a repeat is still known for one.
alter table events add column content_hash text;
create index events_with_secrets on events (seq) where holds_secrets is not false;

-- When retention took the payload away; keys, hashes, references, states and counts stay.
alter table events add column payload_removed_at timestamptz;
alter table runs add column payload_removed_at timestamptz;
alter table task_spawn_log add column payload_removed_at timestamptz;
alter table dead_letters add column payload_removed_at timestamptz;
create index events_payload on events (received_at) where payload_removed_at is null;
create index runs_payload on runs (finished_at) where payload_removed_at is null;
create index dead_letters_payload on dead_letters (resolved_at) where payload_removed_at is null;
-- Whether a run still has an open letter.
create index dead_letters_source on dead_letters (source) where resolved_at is null;

-- From here on a payload of what is settled changes in one way alone: retention takes it away, once.
create or replace function task_spawn_log_is_final() returns trigger language plpgsql as $$ -- postgres
begin -- postgres
    if tg_op = 'DELETE' then -- postgres
        raise exception 'task_spawn_log: rows are never deleted'; -- postgres
    end if; -- postgres
    if old.state in ('created', 'deduplicated', 'dry_run') -- postgres
        and (new.state, new.task_key, new.run_id, new.definition_id, new.definition_hash, new.sink, new.fingerprint, new.task_ref, new.created_at, new.finished_at, new.condition, new.source_type, new.source_id, new.target_repo, new.sent_event_id, new.dedupe_key, new.duplicate_of) -- postgres
            is distinct from -- postgres
            (old.state, old.task_key, old.run_id, old.definition_id, old.definition_hash, old.sink, old.fingerprint, old.task_ref, old.created_at, old.finished_at, old.condition, old.source_type, old.source_id, old.target_repo, old.sent_event_id, old.dedupe_key, old.duplicate_of) -- postgres
    then -- postgres
        raise exception 'task_spawn_log: task % is settled', old.task_key; -- postgres
    end if; -- postgres
    if old.state in ('created', 'deduplicated', 'dry_run') -- postgres
        and (new.payload, new.explanation, new.payload_removed_at) is distinct from (old.payload, old.explanation, old.payload_removed_at) -- postgres
        and (old.payload_removed_at is not null or new.payload_removed_at is null) -- postgres
    then -- postgres
        raise exception 'task_spawn_log: the payload of task % is final', old.task_key; -- postgres
    end if; -- postgres
    return new; -- postgres
end -- postgres
$$; -- postgres

create or replace function runs_decision_is_final() returns trigger language plpgsql as $$ -- postgres
begin -- postgres
    if (new.run_id, new.definition_id, new.definition_hash, new.occurrence_key, new.nominal_time, new.created_at) is distinct from -- postgres
       (old.run_id, old.definition_id, old.definition_hash, old.occurrence_key, old.nominal_time, old.created_at) -- postgres
    then -- postgres
        raise exception 'runs: what % is pinned to is final', old.run_id; -- postgres
    end if; -- postgres
    if old.state in ('completed', 'dropped', 'not_matched') and new.state <> old.state then -- postgres
        raise exception 'runs: the end of % is final', old.run_id; -- postgres
    end if; -- postgres
    if old.decision is not null and new.decision is distinct from old.decision -- postgres
        and (old.payload_removed_at is not null or new.payload_removed_at is null or old.state not in ('completed', 'failed', 'dropped')) -- postgres
    then -- postgres
        raise exception 'runs: the decision of % is final', old.run_id; -- postgres
    end if; -- postgres
    return new; -- postgres
end -- postgres
$$; -- postgres

create function task_attempts_are_final() returns trigger language plpgsql as $$ -- postgres
begin -- postgres
    if tg_op = 'DELETE' or old.ended_at is not null then -- postgres
        raise exception 'task_attempts: an attempt that has ended is final'; -- postgres
    end if; -- postgres
    return new; -- postgres
end -- postgres
$$; -- postgres
create trigger task_attempts_are_final before update or delete on task_attempts -- postgres
    for each row execute function task_attempts_are_final(); -- postgres

drop trigger task_spawn_log_is_final; -- sqlite
create trigger task_spawn_log_is_final before update on task_spawn_log -- sqlite
when old.state in ('created', 'deduplicated', 'dry_run') -- sqlite
    and (new.state is not old.state or new.task_key is not old.task_key or new.run_id is not old.run_id -- sqlite
        or new.definition_id is not old.definition_id or new.definition_hash is not old.definition_hash or new.sink is not old.sink -- sqlite
        or new.fingerprint is not old.fingerprint or new.task_ref is not old.task_ref -- sqlite
        or new.created_at is not old.created_at or new.finished_at is not old.finished_at -- sqlite
        or new.condition is not old.condition or new.source_type is not old.source_type or new.source_id is not old.source_id -- sqlite
        or new.target_repo is not old.target_repo or new.sent_event_id is not old.sent_event_id -- sqlite
        or new.dedupe_key is not old.dedupe_key or new.duplicate_of is not old.duplicate_of) -- sqlite
begin -- sqlite
    select raise(abort, 'task_spawn_log: the task is settled'); -- sqlite
end; -- sqlite
create trigger task_spawn_log_payload_is_final before update on task_spawn_log -- sqlite
when old.state in ('created', 'deduplicated', 'dry_run') -- sqlite
    and (new.payload is not old.payload or new.explanation is not old.explanation or new.payload_removed_at is not old.payload_removed_at) -- sqlite
    and (old.payload_removed_at is not null or new.payload_removed_at is null) -- sqlite
begin -- sqlite
    select raise(abort, 'task_spawn_log: the payload of the task is final'); -- sqlite
end; -- sqlite

drop trigger runs_decision_is_final; -- sqlite
create trigger runs_cause_is_final before update on runs -- sqlite
when new.run_id is not old.run_id or new.definition_id is not old.definition_id or new.definition_hash is not old.definition_hash -- sqlite
    or new.occurrence_key is not old.occurrence_key or new.nominal_time is not old.nominal_time or new.created_at is not old.created_at -- sqlite
begin -- sqlite
    select raise(abort, 'runs: what a run is pinned to is final'); -- sqlite
end; -- sqlite
create trigger runs_end_is_final before update on runs -- sqlite
when old.state in ('completed', 'dropped', 'not_matched') and new.state is not old.state -- sqlite
begin -- sqlite
    select raise(abort, 'runs: the end is final'); -- sqlite
end; -- sqlite
create trigger runs_decision_is_final before update on runs -- sqlite
when old.decision is not null and new.decision is not old.decision -- sqlite
    and (old.payload_removed_at is not null or new.payload_removed_at is null or old.state not in ('completed', 'failed', 'dropped')) -- sqlite
begin -- sqlite
    select raise(abort, 'runs: the decision is final'); -- sqlite
end; -- sqlite

create trigger task_attempts_are_never_deleted before delete on task_attempts -- sqlite
begin -- sqlite
    select raise(abort, 'task_attempts: rows are never deleted'); -- sqlite
end; -- sqlite
create trigger task_attempts_are_final before update on task_attempts -- sqlite
when old.ended_at is not null -- sqlite
begin -- sqlite
    select raise(abort, 'task_attempts: an attempt that has ended is final'); -- sqlite
end; -- sqlite
