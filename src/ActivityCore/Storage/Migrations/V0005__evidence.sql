-- Nothing wrote evidence before this version. A row for each entity that Inter-Hub is told of, why it was not sent where it was not,
-- and the key by which a receiver can tell a repeat.
drop table evidence_log;

create table evidence_log (
    seq bigint generated always as identity primary key, -- postgres
    seq integer primary key autoincrement, -- sqlite
    evidence_key text not null unique,
    run_id text not null references runs (run_id),
    context_key text not null,
    event_type text not null,
    sink text not null check (sink in ('state-hub-progress', 'inter-hub')),
    entity text not null,
    payload text not null,
    state text not null check (state in ('pending', 'submitted', 'deferred', 'rejected')),
    status text,
    reference text,
    last_error text,
    attempts integer not null default 0,
    observed_at timestamptz not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    unique (run_id, context_key, event_type, sink, entity),
    check ((state = 'pending') = (finished_at is null)),
    check ((state = 'submitted') = (reference is not null)),
    check ((state in ('deferred', 'rejected')) = (status is not null)),
    check (state <> 'rejected' or last_error is not null)
);

create index evidence_log_state on evidence_log (state, seq);
