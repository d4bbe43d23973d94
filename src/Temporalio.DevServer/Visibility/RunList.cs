using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Storage;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Visibility;

/// <summary>Lists and counts runs. Open runs come first, then the latest closed.</summary>
internal sealed class RunList(Database database)
{
    private const string Columns = """
        workflow_id, run_id, workflow_type, task_queue, status, start_time, execution_time, close_time, history_length,
        history_size, state_transitions, root_workflow_id, root_run_id, info, order_time, run_key
        """;

    /// <summary>Where a page ended.</summary>
    public sealed record Position(long OrderTime, long StartTime, long RunKey);

    public (List<WorkflowExecutionInfo> Runs, Position? Next) List(NamespaceEntry ns, QuerySql query, int size, Position? after) => database.Read(connection =>
    {
        var first = query.Parameters.Count + 2;
        var page = after is null ? "" : $" AND (order_time, start_time, run_key) < (?{first}, ?{first + 1}, ?{first + 2})";
        using var statement = connection.Prepare(
            $"SELECT {Columns} FROM runs WHERE ns_key = ?1 AND {query.Where}{page} ORDER BY order_time DESC, start_time DESC, run_key DESC LIMIT {size}");
        query.Bind(statement, ns);
        if (after is not null)
            statement.Bind(first, after.OrderTime).Bind(first + 1, after.StartTime).Bind(first + 2, after.RunKey);
        var runs = new List<WorkflowExecutionInfo>();
        Position? last = null;
        while (statement.Step())
        {
            runs.Add(Read(statement));
            last = new Position(statement.Int64(14), statement.Int64(5), statement.Int64(15));
        }

        // A full page may be the last one; its reader finds out with an empty page.
        return (runs, runs.Count == size ? last : null);
    });

    /// <summary>Counts by status; one group of status 0 when the query does not group.</summary>
    public List<(int Status, long Count)> Count(NamespaceEntry ns, QuerySql query) => database.Read(connection =>
    {
        using var statement = connection.Prepare(query.GroupByStatus
            ? $"SELECT status, count(*) FROM runs WHERE ns_key = ?1 AND {query.Where} GROUP BY status ORDER BY 2 DESC"
            : $"SELECT 0, count(*) FROM runs WHERE ns_key = ?1 AND {query.Where}");
        query.Bind(statement, ns);
        var groups = new List<(int, long)>();
        while (statement.Step())
            groups.Add(((int)statement.Int64(0), statement.Int64(1)));
        return groups;
    });

    private static WorkflowExecutionInfo Read(SqlStatement row)
    {
        var info = WorkflowExecutionInfo.Parser.ParseFrom(row.Blob(13));
        // Go clients of the official service rely on it.
        info.Memo ??= new();
        info.Execution = new() { WorkflowId = row.Text(0), RunId = row.Text(1) };
        info.Type = new() { Name = row.Text(2) };
        info.TaskQueue = row.Text(3);
        info.Status = (WorkflowExecutionStatus)row.Int64(4);
        info.StartTime = Times.ToTimestamp(row.Int64(5));
        info.ExecutionTime = Times.ToTimestamp(row.Int64(6));
        info.RootExecution = new() { WorkflowId = row.Text(11), RunId = row.Text(12) };
        if (!row.IsNull(7))
        {
            info.CloseTime = Times.ToTimestamp(row.Int64(7));
            info.ExecutionDuration = Times.ToDuration(Math.Max(row.Int64(7) - row.Int64(6), 0));
            info.HistoryLength = row.Int64(8);
            info.HistorySizeBytes = row.Int64(9);
            info.StateTransitionCount = row.Int64(10);
        }

        return info;
    }
}
