-- A settled task is evidence: it is never deleted, and nothing but its payload (retention) and its count of conflicts changes.
create trigger task_spawn_log_is_never_deleted before delete on task_spawn_log
begin
    select raise(abort, 'task_spawn_log: rows are never deleted');
end;

create trigger task_spawn_log_is_final before update on task_spawn_log
when old.state in ('created', 'deduplicated', 'dry_run')
    and (new.state is not old.state or new.task_key is not old.task_key or new.run_id is not old.run_id
        or new.definition_id is not old.definition_id or new.definition_hash is not old.definition_hash or new.sink is not old.sink
        or new.fingerprint is not old.fingerprint or new.task_ref is not old.task_ref
        or new.created_at is not old.created_at or new.finished_at is not old.finished_at)
begin
    select raise(abort, 'task_spawn_log: the task is settled');
end;

-- The decision and the version that a run is pinned to are never replaced.
create trigger runs_decision_is_final before update on runs
when new.definition_hash is not old.definition_hash or (old.decision is not null and new.decision is not old.decision)
begin
    select raise(abort, 'runs: the decision is final');
end;
