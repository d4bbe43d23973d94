-- A settled task is evidence: it is never deleted, and nothing but its payload (retention) and its count of conflicts changes.
create function task_spawn_log_is_final() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'task_spawn_log: rows are never deleted';
    end if;
    if old.state in ('created', 'deduplicated', 'dry_run')
        and (new.state, new.task_key, new.run_id, new.definition_id, new.definition_hash, new.sink, new.fingerprint, new.task_ref, new.created_at, new.finished_at)
            is distinct from
            (old.state, old.task_key, old.run_id, old.definition_id, old.definition_hash, old.sink, old.fingerprint, old.task_ref, old.created_at, old.finished_at)
    then
        raise exception 'task_spawn_log: task % is settled', old.task_key;
    end if;
    return new;
end
$$;

create trigger task_spawn_log_is_final before update or delete on task_spawn_log
    for each row execute function task_spawn_log_is_final();

-- The decision and the version that a run is pinned to are never replaced.
create function runs_decision_is_final() returns trigger language plpgsql as $$
begin
    if new.definition_hash <> old.definition_hash or (old.decision is not null and new.decision is distinct from old.decision) then
        raise exception 'runs: the decision of % is final', old.run_id;
    end if;
    return new;
end
$$;

create trigger runs_decision_is_final before update on runs
    for each row execute function runs_decision_is_final();
