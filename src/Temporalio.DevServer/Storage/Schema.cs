namespace Temporalio.DevServer.Storage;

/// <summary>
/// The tables, as the steps that made them: the file's version is the number of steps that it has seen. A released step is never
/// changed; a change of the tables is a new step at the end.
/// </summary>
internal static class Schema
{
    public static IReadOnlyList<string> Steps { get; } = [Runs, Schedules];

    /// <summary>Marks the file as ours ("TDev").</summary>
    public const long ApplicationId = 0x54446576;

    /// <summary>
    /// run_key grows with each run, so the current run of a workflow id is the one with the highest key.
    /// batch_key is run_key * 2^24 + id of the batch's first event: one tree, no second index.
    /// </summary>
    private const string Runs = """
        CREATE TABLE meta (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE namespaces (
            ns_key INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            state BLOB NOT NULL
        );

        CREATE TABLE search_attributes (
            ns_key INTEGER NOT NULL,
            name TEXT NOT NULL,
            type INTEGER NOT NULL,
            PRIMARY KEY (ns_key, name)
        ) WITHOUT ROWID;

        CREATE TABLE runs (
            run_key INTEGER PRIMARY KEY,
            ns_key INTEGER NOT NULL,
            workflow_id TEXT NOT NULL,
            run_id TEXT NOT NULL,
            workflow_type TEXT NOT NULL,
            task_queue TEXT NOT NULL,
            status INTEGER NOT NULL,
            start_time INTEGER NOT NULL,
            execution_time INTEGER NOT NULL,
            close_time INTEGER,
            order_time INTEGER NOT NULL,
            history_length INTEGER,
            history_size INTEGER,
            state_transitions INTEGER,
            parent_workflow_id TEXT,
            parent_run_id TEXT,
            root_workflow_id TEXT NOT NULL,
            root_run_id TEXT NOT NULL,
            live INTEGER NOT NULL,
            info BLOB NOT NULL,
            CHECK ((status = 1) = (close_time IS NULL)),
            CHECK (status <> 1 OR live = 1)
        );
        CREATE INDEX runs_by_workflow ON runs (ns_key, workflow_id);
        CREATE INDEX runs_by_order ON runs (ns_key, order_time, start_time);
        CREATE INDEX runs_live ON runs (run_key) WHERE live = 1;

        CREATE TABLE run_state (
            run_key INTEGER PRIMARY KEY,
            state BLOB NOT NULL
        );

        CREATE TABLE events (
            batch_key INTEGER PRIMARY KEY,
            data BLOB NOT NULL
        );

        CREATE TABLE search_values (
            run_key INTEGER NOT NULL,
            name TEXT NOT NULL,
            position INTEGER NOT NULL,
            value NOT NULL,
            PRIMARY KEY (run_key, name, position)
        ) WITHOUT ROWID;
        CREATE INDEX search_values_by_value ON search_values (name, value);
        """;

    private const string Schedules = """
        CREATE TABLE schedules (
            schedule_key INTEGER PRIMARY KEY,
            ns_key INTEGER NOT NULL,
            schedule_id TEXT NOT NULL,
            create_time INTEGER NOT NULL,
            paused INTEGER NOT NULL,
            state BLOB NOT NULL,
            UNIQUE (ns_key, schedule_id)
        );

        CREATE TABLE schedule_values (
            schedule_key INTEGER NOT NULL,
            name TEXT NOT NULL,
            position INTEGER NOT NULL,
            value NOT NULL,
            PRIMARY KEY (schedule_key, name, position)
        ) WITHOUT ROWID;
        """;
}
