-- Lines that end in "-- postgres" or "-- sqlite" are for that database alone.

alter table runs add column instructions integer not null default 0;

create table instruction_log (
    seq bigint generated always as identity primary key, -- postgres
    seq integer primary key autoincrement, -- sqlite
    instruction_key text not null unique,
    run_id text not null references runs (run_id),
    instruction_id text not null,
    item text,
    kind text not null check (kind in ('workflow', 'shell', 'http', 'nats')),
    state text not null check (state in ('pending', 'started', 'succeeded', 'failed')),
    attempts integer not null default 0,
    summary text,
    reference text,
    output text,
    tasks text,
    task_count integer not null default 0,
    last_error text,
    created_at timestamptz not null,
    finished_at timestamptz,
    check ((state in ('succeeded', 'failed')) = (finished_at is not null)),
    check ((state = 'succeeded') = (summary is not null)),
    check (state <> 'failed' or last_error is not null),
    check (state = 'succeeded' or task_count = 0)
);

create index instruction_log_run on instruction_log (run_id, seq);

create table instruction_attempts (
    instruction_seq bigint not null references instruction_log (seq),
    number integer not null,
    worker text not null,
    started_at timestamptz not null,
    renewed_at timestamptz not null,
    ended_at timestamptz,
    outcome text check (outcome in ('succeeded', 'retry', 'failed', 'unknown')),
    detail text,
    primary key (instruction_seq, number),
    check ((ended_at is null) = (outcome is null))
);

-- A settled instruction is evidence: it is never deleted, and nothing but its output and tasks (retention) changes.
create function instruction_log_is_final() returns trigger language plpgsql as $$ -- postgres
begin -- postgres
    if tg_op = 'DELETE' then -- postgres
        raise exception 'instruction_log: rows are never deleted'; -- postgres
    end if; -- postgres
    if old.state in ('succeeded', 'failed') -- postgres
        and (new.state, new.instruction_key, new.run_id, new.instruction_id, new.item, new.kind, new.attempts, new.reference, new.task_count, new.created_at, new.finished_at) -- postgres
            is distinct from -- postgres
            (old.state, old.instruction_key, old.run_id, old.instruction_id, old.item, old.kind, old.attempts, old.reference, old.task_count, old.created_at, old.finished_at) -- postgres
    then -- postgres
        raise exception 'instruction_log: instruction % is settled', old.instruction_key; -- postgres
    end if; -- postgres
    return new; -- postgres
end -- postgres
$$; -- postgres
create trigger instruction_log_is_final before update or delete on instruction_log -- postgres
    for each row execute function instruction_log_is_final(); -- postgres
create trigger instruction_log_is_never_deleted before delete on instruction_log -- sqlite
begin -- sqlite
    select raise(abort, 'instruction_log: rows are never deleted'); -- sqlite
end; -- sqlite
create trigger instruction_log_is_final before update on instruction_log -- sqlite
when old.state in ('succeeded', 'failed') -- sqlite
    and (new.state is not old.state or new.instruction_key is not old.instruction_key or new.run_id is not old.run_id -- sqlite
        or new.instruction_id is not old.instruction_id or new.item is not old.item or new.kind is not old.kind -- sqlite
        or new.attempts is not old.attempts or new.reference is not old.reference or new.task_count is not old.task_count -- sqlite
        or new.created_at is not old.created_at or new.finished_at is not old.finished_at) -- sqlite
begin -- sqlite
    select raise(abort, 'instruction_log: the instruction is settled'); -- sqlite
end; -- sqlite

-- Dead letters of instructions.
alter table dead_letters drop constraint dead_letters_kind_check; -- postgres
alter table dead_letters add constraint dead_letters_kind_check check (kind in ('event', 'task', 'evidence', 'run', 'instruction')); -- postgres
create table dead_letters_new ( -- sqlite
    seq integer primary key autoincrement, -- sqlite
    id text not null unique, -- sqlite
    kind text not null check (kind in ('event', 'task', 'evidence', 'run', 'instruction')), -- sqlite
    key text not null, -- sqlite
    reason text not null, -- sqlite
    payload text not null, -- sqlite
    source text not null, -- sqlite
    count integer not null default 1, -- sqlite
    created_at timestamptz not null, -- sqlite
    resolved_at timestamptz, -- sqlite
    resolution text, -- sqlite
    check ((resolved_at is null) = (resolution is null)) -- sqlite
); -- sqlite
insert into dead_letters_new (seq, id, kind, key, reason, payload, source, count, created_at, resolved_at, resolution) -- sqlite
    select seq, id, kind, key, reason, payload, source, count, created_at, resolved_at, resolution from dead_letters; -- sqlite
drop table dead_letters; -- sqlite
alter table dead_letters_new rename to dead_letters; -- sqlite
create index dead_letters_open on dead_letters (kind, seq) where resolved_at is null; -- sqlite
