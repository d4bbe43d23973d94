namespace Temporalio.DevServer.Storage;

/// <summary>Runs, their states and events in the database.</summary>
internal sealed class RunStore(Database database)
{
    private const int EventBits = 24;

    private long _lastKey = database.Read(c => c.Scalar("SELECT coalesce(max(run_key), 0) FROM runs"));

    public long NextKey() => Interlocked.Increment(ref _lastKey);

    public Task WriteAsync(IReadOnlyList<RunWrite> writes) => database.WriteAsync(connection =>
    {
        foreach (var write in writes)
            Apply(connection, write);
    });

    /// <summary>Key and state of the newest run of a workflow id, or of a given run.</summary>
    public (long Key, byte[] State)? Find(long namespaceKey, string workflowId, string runId) => database.Read(connection =>
    {
        var statement = runId.Length == 0
            ? connection["""
                SELECT r.run_key, s.state FROM runs r JOIN run_state s USING (run_key)
                WHERE r.ns_key = ?1 AND r.workflow_id = ?2 ORDER BY r.run_key DESC LIMIT 1
                """]
            : connection["""
                SELECT r.run_key, s.state FROM runs r JOIN run_state s USING (run_key)
                WHERE r.ns_key = ?1 AND r.workflow_id = ?2 AND r.run_id = ?3
                """].Bind(3, runId);
        statement.Bind(1, namespaceKey).Bind(2, workflowId);
        (long, byte[])? found = statement.Step() ? (statement.Int64(0), statement.Blob(1)) : null;
        statement.Reset();
        return found;
    });

    /// <summary>Batches that hold the events from <paramref name="fromEventId"/> on, oldest first, as serialized History messages.</summary>
    public List<byte[]> ReadEvents(long runKey, long fromEventId, int maxBatches) => database.Read(connection =>
    {
        var first = runKey << EventBits;
        var statement = connection["""
            SELECT data FROM events
            WHERE batch_key >= coalesce((SELECT max(batch_key) FROM events WHERE batch_key BETWEEN ?1 AND ?2), ?1)
              AND batch_key < ?3
            ORDER BY batch_key LIMIT ?4
            """];
        statement.Bind(1, first).Bind(2, first + fromEventId).Bind(3, (runKey + 1) << EventBits).Bind(4, (long)maxBatches);
        var batches = new List<byte[]>();
        while (statement.Step())
            batches.Add(statement.Blob(0));
        statement.Reset();
        return batches;
    });

    /// <summary>Runs that still have work, oldest first: namespace, workflow id, run id.</summary>
    public List<(long NamespaceKey, string WorkflowId, string RunId)> ReadLive() => database.Read(connection =>
    {
        using var statement = connection.Prepare("SELECT ns_key, workflow_id, run_id FROM runs WHERE live = 1 ORDER BY run_key");
        var live = new List<(long, string, string)>();
        while (statement.Step())
            live.Add((statement.Int64(0), statement.Text(1), statement.Text(2)));
        return live;
    });

    /// <summary>Closed runs of a namespace that ended before a time.</summary>
    public List<(string WorkflowId, string RunId)> ReadClosedBefore(long namespaceKey, long ticks, int limit) => database.Read(connection =>
    {
        var statement = connection["""
            SELECT workflow_id, run_id FROM runs
            WHERE ns_key = ?1 AND order_time < ?2 AND live = 0 ORDER BY order_time LIMIT ?3
            """];
        statement.Bind(1, namespaceKey).Bind(2, ticks).Bind(3, (long)limit);
        var found = new List<(string, string)>();
        while (statement.Step())
            found.Add((statement.Text(0), statement.Text(1)));
        statement.Reset();
        return found;
    });

    public Task DeleteAsync(long runKey) => database.WriteAsync(connection =>
    {
        connection["DELETE FROM runs WHERE run_key = ?1"].Bind(1, runKey).Execute();
        connection["DELETE FROM run_state WHERE run_key = ?1"].Bind(1, runKey).Execute();
        connection["DELETE FROM search_values WHERE run_key = ?1"].Bind(1, runKey).Execute();
        connection["DELETE FROM events WHERE batch_key >= ?1 AND batch_key < ?2"]
            .Bind(1, runKey << EventBits).Bind(2, (runKey + 1) << EventBits).Execute();
    });

    private static void Apply(SqlConnection connection, RunWrite write)
    {
        if (write.Row is { } row)
            ApplyRow(connection, row, write.IsNew);
        if (write.IsNew)
        {
            connection["INSERT INTO run_state (run_key, state) VALUES (?1, ?2)"].Bind(1, write.RunKey).Bind(2, write.State).Execute();
        }
        else
        {
            connection["UPDATE run_state SET state = ?2 WHERE run_key = ?1"].Bind(1, write.RunKey).Bind(2, write.State).Execute();
        }

        if (write.Events is { } events)
        {
            connection["INSERT INTO events (batch_key, data) VALUES (?1, ?2)"]
                .Bind(1, (write.RunKey << EventBits) + write.FirstEventId).Bind(2, events).Execute();
        }

        if (write.SearchValues is { } values)
            ApplySearchValues(connection, write, values);
    }

    private static void ApplySearchValues(SqlConnection connection, RunWrite write, IReadOnlyList<SearchValue> values)
    {
        if (!write.IsNew)
            connection["DELETE FROM search_values WHERE run_key = ?1"].Bind(1, write.RunKey).Execute();
        foreach (var value in values)
        {
            connection["INSERT INTO search_values (run_key, name, position, value) VALUES (?1, ?2, ?3, ?4)"]
                .Bind(1, write.RunKey).Bind(2, value.Name).Bind(3, (long)value.Position).BindAny(4, value.Value).Execute();
        }
    }

    private static void ApplyRow(SqlConnection connection, RunRow row, bool isNew)
    {
        if (!isNew)
        {
            connection["""
                UPDATE runs SET status = ?2, execution_time = ?3, close_time = ?4, order_time = ?5, history_length = ?6,
                    history_size = ?7, state_transitions = ?8, live = ?9, info = ?10
                WHERE run_key = ?1
                """]
                .Bind(1, row.RunKey).Bind(2, (long)row.Status).Bind(3, row.ExecutionTime).Bind(4, row.CloseTime)
                .Bind(5, row.CloseTime ?? long.MaxValue).Bind(6, row.HistoryLength).Bind(7, row.HistorySize)
                .Bind(8, row.StateTransitions).Bind(9, row.Live ? 1L : 0L).Bind(10, row.Info)
                .Execute();
            return;
        }

        connection["""
            INSERT INTO runs (run_key, ns_key, workflow_id, run_id, workflow_type, task_queue, status, start_time,
                execution_time, close_time, order_time, history_length, history_size, state_transitions,
                parent_workflow_id, parent_run_id, root_workflow_id, root_run_id, live, info)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
            """]
            .Bind(1, row.RunKey).Bind(2, row.NamespaceKey).Bind(3, row.WorkflowId).Bind(4, row.RunId)
            .Bind(5, row.WorkflowType).Bind(6, row.TaskQueue).Bind(7, (long)row.Status).Bind(8, row.StartTime)
            .Bind(9, row.ExecutionTime).Bind(10, row.CloseTime).Bind(11, row.CloseTime ?? long.MaxValue)
            .Bind(12, row.HistoryLength).Bind(13, row.HistorySize).Bind(14, row.StateTransitions)
            .Bind(15, row.ParentWorkflowId).Bind(16, row.ParentRunId).Bind(17, row.RootWorkflowId)
            .Bind(18, row.RootRunId).Bind(19, row.Live ? 1L : 0L).Bind(20, row.Info)
            .Execute();
    }
}
