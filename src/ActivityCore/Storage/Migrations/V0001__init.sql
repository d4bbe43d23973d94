-- Lines that end in "-- postgres" or "-- sqlite" are for that database alone.
-- Times are UTC. SQLite keeps them as text that sorts as they do. JSON is kept as the text that was written.

create table activity_definition_versions (
    id text not null,
    hash text not null,
    name text not null,
    source text not null,
    file text not null,
    first_seen timestamptz not null,
    primary key (id, hash)
);

create table events (
    seq bigint generated always as identity primary key, -- postgres
    seq integer primary key autoincrement, -- sqlite
    publisher text not null,
    id text not null,
    type text not null,
    version text not null,
    occurred_at timestamptz not null,
    received_at timestamptz not null,
    envelope text not null,
    intake text not null,
    schema_flags text not null,
    conflicts integer not null default 0,
    state text not null check (state in ('received', 'routed')),
    routed_at timestamptz,
    no_match boolean not null default false,
    unique (publisher, id),
    check ((state = 'routed') = (routed_at is not null)),
    check (state = 'routed' or not no_match)
);

create index events_unrouted on events (seq) where state = 'received';
create index events_id on events (id);
create index events_type on events (type, seq);

create table runs (
    seq bigint generated always as identity primary key, -- postgres
    seq integer primary key autoincrement, -- sqlite
    run_id text not null unique,
    definition_id text not null,
    definition_name text not null,
    definition_hash text not null,
    occurrence_kind text not null check (occurrence_kind in ('event', 'schedule', 'manual')),
    occurrence_key text not null,
    nominal_time timestamptz not null,
    event_publisher text,
    event_id text,
    state text not null check (state in ('pending', 'running', 'not_matched', 'completed', 'failed', 'parked', 'dropped')),
    not_matched_because text,
    context text,
    decision text,
    matched integer not null default 0,
    missed integer not null default 0,
    errors integer not null default 0,
    tasks integer not null default 0,
    created_at timestamptz not null,
    started_at timestamptz,
    decided_at timestamptz,
    finished_at timestamptz,
    failure text,
    check ((event_publisher is null) = (event_id is null)),
    check ((state = 'not_matched') = (not_matched_because is not null)),
    check ((state in ('completed', 'failed', 'parked', 'dropped')) = (finished_at is not null)),
    check ((state in ('failed', 'parked', 'dropped')) = (failure is not null)),
    check ((decision is null) = (decided_at is null))
);

create index runs_state on runs (state, seq);
create index runs_definition on runs (definition_id, seq);
create index runs_event on runs (event_publisher, event_id);

create table task_spawn_log (
    seq bigint generated always as identity primary key, -- postgres
    seq integer primary key autoincrement, -- sqlite
    task_key text not null,
    run_id text not null references runs (run_id),
    definition_id text not null,
    definition_hash text not null,
    source_type text not null,
    source_id text not null,
    condition text,
    explanation text,
    target_repo text not null,
    payload text not null,
    fingerprint text not null,
    conflicts integer not null default 0,
    sink text not null,
    sent_event_id text not null,
    state text not null check (state in ('pending', 'created', 'deduplicated', 'rejected', 'dry_run')),
    task_ref text,
    task_url text,
    dedupe_key text,
    duplicate_of text,
    last_error text,
    attempts integer not null default 0,
    created_at timestamptz not null,
    finished_at timestamptz,
    check ((state = 'pending') = (finished_at is null)),
    check ((state in ('created', 'deduplicated', 'dry_run')) = (task_ref is not null)),
    check (state <> 'deduplicated' or duplicate_of is not null),
    check (state in ('deduplicated', 'dry_run') or duplicate_of is null),
    check (state <> 'rejected' or last_error is not null)
);

-- A dry run never stands in the way of the live task, and neither is written twice.
create unique index task_spawn_log_live on task_spawn_log (task_key) where state <> 'dry_run';
create unique index task_spawn_log_dry_run on task_spawn_log (task_key) where state = 'dry_run';
create index task_spawn_log_run on task_spawn_log (run_id, seq);
create index task_spawn_log_ref on task_spawn_log (task_ref);
create index task_spawn_log_state on task_spawn_log (state, seq);
create index task_spawn_log_dedupe on task_spawn_log (dedupe_key, created_at) where dedupe_key is not null;

create table task_attempts (
    task_seq bigint not null references task_spawn_log (seq),
    number integer not null,
    sink text not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    outcome text check (outcome in ('created', 'retry', 'rejected')),
    detail text,
    primary key (task_seq, number),
    check ((ended_at is null) = (outcome is null))
);

create table evidence_log (
    seq bigint generated always as identity primary key, -- postgres
    seq integer primary key autoincrement, -- sqlite
    run_id text not null references runs (run_id),
    context_key text not null,
    event_type text not null,
    sink text not null,
    payload text not null,
    state text not null check (state in ('pending', 'submitted', 'rejected')),
    reference text,
    last_error text,
    attempts integer not null default 0,
    observed_at timestamptz not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    unique (run_id, context_key, event_type),
    check ((state = 'pending') = (finished_at is null))
);

create table dead_letters (
    seq bigint generated always as identity primary key, -- postgres
    seq integer primary key autoincrement, -- sqlite
    id text not null unique,
    kind text not null check (kind in ('event', 'task', 'evidence', 'run')),
    key text not null,
    reason text not null,
    payload text not null,
    source text not null,
    count integer not null default 1,
    created_at timestamptz not null,
    resolved_at timestamptz,
    resolution text,
    check ((resolved_at is null) = (resolution is null))
);

create index dead_letters_open on dead_letters (kind, seq) where resolved_at is null;
