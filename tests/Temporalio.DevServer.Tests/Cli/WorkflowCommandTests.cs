using System.Text.Json;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Cli;

/// <summary><c>temporal workflow</c> of the official program; the expected texts are those that it prints on the official service.</summary>
public sealed class WorkflowCommandTests
{
    private static readonly string[] Start = ["workflow", "start", "--type", "wf", "--task-queue", Queue];

    [Fact]
    public async Task StartDescribeShow_OfARunWithAPendingActivity_ShowAllOfIt()
    {
        await using var test = await CliUnderTest.StartAsync();
        var started = await test.Cli.JsonAsync([
            .. Start, "--workflow-id", "w1", "--input", """{"a":1}""", "--memo", "note=\"kept\"", "--search-attribute", "CustomKeywordField=\"red\"",
            "--static-summary", "one line"]);
        await test.Service.StepAsync(Activity("a1", a => a.RetryPolicy = new() { MaximumAttempts = 3 }));
        await test.Service.FailActivityAsync(await test.Service.PollActivityAsync());

        var described = await test.Cli.JsonAsync("workflow", "describe", "-w", "w1");
        var table = await test.Cli.TextAsync("workflow", "describe", "-w", "w1");
        var history = await test.Cli.JsonAsync("workflow", "show", "-w", "w1");

        var info = described.GetProperty("workflowExecutionInfo");
        Assert.Equal(started.GetProperty("runId").GetString(), info.GetProperty("execution").GetProperty("runId").GetString());
        Assert.Equal("kept", info.GetProperty("memo").GetProperty("fields").GetProperty("note").GetString());
        var activity = Assert.Single(described.GetProperty("pendingActivities").EnumerateArray());
        Assert.Equal("a1", activity.GetProperty("activityId").GetString());
        Assert.Equal("PENDING_ACTIVITY_STATE_SCHEDULED", activity.GetProperty("state").GetString());
        Assert.Equal(2, activity.GetProperty("attempt").GetInt32());
        Assert.Equal("no", activity.GetProperty("lastFailure").GetProperty("message").GetString());
        Assert.Contains("Pending Activities: 1", table, StringComparison.Ordinal);
        Assert.Equal(
            ["WORKFLOW_EXECUTION_STARTED", "WORKFLOW_TASK_SCHEDULED", "WORKFLOW_TASK_STARTED", "WORKFLOW_TASK_COMPLETED", "ACTIVITY_TASK_SCHEDULED"],
            history.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("eventType").GetString()!["EVENT_TYPE_".Length..]));
    }

    [Fact]
    public async Task ListAndCount_WithQueries_FindWhatFits()
    {
        await using var test = await CliUnderTest.StartAsync();
        foreach (var (id, colour) in new[] { ("w1", "red"), ("w2", "blue"), ("w3", "blue") })
            await test.Cli.TextAsync([.. Start, "--workflow-id", id, "--search-attribute", $"CustomKeywordField=\"{colour}\""]);
        await test.Cli.TextAsync("workflow", "terminate", "-w", "w3", "--reason", "enough");

        var all = await test.Cli.JsonAsync("workflow", "list");
        var blue = await test.Cli.JsonAsync("workflow", "list", "--query", "CustomKeywordField = 'blue' AND ExecutionStatus = 'Running'");
        var table = await test.Cli.TextAsync("workflow", "list", "--limit", "1");
        var count = await test.Cli.TextAsync("workflow", "count", "--query", "CustomKeywordField = 'blue'");
        var groups = await test.Cli.JsonAsync("workflow", "count", "--query", "GROUP BY ExecutionStatus");

        Assert.Equal(["w1", "w2", "w3"], Ids(all).Order(StringComparer.Ordinal));
        Assert.Equal(["w2"], Ids(blue));
        Assert.Equal(2, table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Total: 2", count, StringComparison.Ordinal);
        Assert.Equal("3", groups.GetProperty("count").GetString());
        Assert.Equal(
            ["Running: 2", "Terminated: 1"],
            groups.GetProperty("groups").EnumerateArray().Select(g => $"{g.GetProperty("groupValues")[0]}: {g.GetProperty("count").GetString()}"));
    }

    [Fact]
    public async Task SignalCancelTerminateReset_AreInTheHistory()
    {
        await using var test = await CliUnderTest.StartAsync();
        await test.Cli.TextAsync([.. Start, "--workflow-id", "w1"]);
        await test.Service.StepAsync(Timer("t1", 600));

        await test.Cli.TextAsync("workflow", "signal", "-w", "w1", "--name", "go", "--input", """{"x":1}""");
        await test.Cli.TextAsync("workflow", "cancel", "-w", "w1");
        await test.Cli.TextAsync("workflow", "terminate", "-w", "w1", "--reason", "because");

        var before = await test.Service.HistoryAsync("w1");
        Assert.Equal("go", before.Single(e => e.EventType == EventType.WorkflowExecutionSignaled).WorkflowExecutionSignaledEventAttributes.SignalName);
        Assert.Single(before, e => e.EventType == EventType.WorkflowExecutionCancelRequested);
        Assert.Equal("because", before[^1].WorkflowExecutionTerminatedEventAttributes.Reason);
        var reset = await test.Cli.JsonAsync("workflow", "reset", "-w", "w1", "--type", "FirstWorkflowTask", "--reason", "again");
        var after = await test.Service.HistoryAsync("w1", reset.GetProperty("runId").GetString()!);
        // The program puts the name of its user before the reason.
        Assert.EndsWith("again", after.Single(e => e.EventType == EventType.WorkflowTaskFailed).WorkflowTaskFailedEventAttributes.Failure.Message, StringComparison.Ordinal);
        Assert.Contains(after, e => e.EventType == EventType.WorkflowExecutionSignaled);
        Assert.Contains("Running", await test.Cli.TextAsync("workflow", "list", "--query", "ExecutionStatus = 'Running'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueryAndStack_AnsweredByAWorker_ShowItsAnswer()
    {
        await using var test = await CliUnderTest.StartAsync();
        await test.Cli.TextAsync([.. Start, "--workflow-id", "w1"]);
        await test.Service.StepAsync(Timer("t1", 600));

        var query = test.Cli.JsonAsync("workflow", "query", "-w", "w1", "--type", "state", "--input", "1");
        await AnswerAsync(test.Service, "state", "fine");
        var stack = test.Cli.TextAsync("workflow", "stack", "-w", "w1");
        await AnswerAsync(test.Service, "__stack_trace", "at Here()");
        var refused = test.AssertFailsAsync("unknown queryType nothing", "workflow", "query", "-w", "w1", "--type", "nothing");
        await AnswerAsync(test.Service, "nothing", error: "unknown queryType nothing");

        Assert.Equal("fine", (await query).GetProperty("queryResult")[0].GetString());
        Assert.Contains("at Here()", await stack, StringComparison.Ordinal);
        await refused;
    }

    [Fact]
    public async Task Commands_ThatCannotBeDone_FailWithTheOfficialTexts()
    {
        const string other = "01a1ff72-67af-724a-a595-29faf47f7250";
        await using var test = await CliUnderTest.StartAsync();
        await test.Cli.TextAsync([.. Start, "--workflow-id", "w1"]);

        foreach (var command in new string[][]
        {
            ["describe"], ["show"], ["signal", "--name", "s"], ["cancel"], ["terminate"], ["query", "--type", "q"], ["stack"],
            ["reset", "--type", "FirstWorkflowTask", "--reason", "r"], ["delete"],
        })
        {
            await test.AssertFailsAsync("workflow not found for ID: nope", ["workflow", .. command, "-w", "nope"]);
        }

        await test.AssertFailsAsync($"workflow execution not found for workflow ID \"w1\" and run ID \"{other}\"", "workflow", "describe", "-w", "w1", "-r", other);
        await test.AssertFailsAsync("Invalid RunId.", "workflow", "describe", "-w", "w1", "-r", "nope");
        await test.AssertFailsAsync("column name 'Nope' is not a valid search attribute", "workflow", "list", "--query", "Nope = 3");
        await test.AssertFailsAsync("invalid query: malformed SQL query: syntax error at position 40", "workflow", "list", "--query", "WorkflowId =");
        await test.AssertFailsAsync("invalid CronSchedule.", [.. Start, "--workflow-id", "w2", "--cron", "nonsense"]);
        await test.AssertFailsAsync("An invalid WorkflowExecutionTimeoutSeconds is set on request. cause: negative duration", [.. Start, "--workflow-id", "w2", "--execution-timeout", "-1s"]);
        foreach (var command in new string[][] { ["describe"], ["delete"], ["trigger"], ["toggle", "--pause", "--reason", "r"] })
            await test.AssertFailsAsync("workflow not found for ID: temporal-sys-scheduler:nope", ["schedule", .. command, "-s", "nope"]);
        await test.AssertFailsAsync("Search attribute TemporalFoo is reserved by system.", "operator", "search-attribute", "create", "--name", "TemporalFoo", "--type", "Keyword");
        await test.AssertFailsAsync("'group by' clause is only supported for ExecutionStatus search attribute", "workflow", "count", "--query", "GROUP BY WorkflowType");
        await test.AssertFailsAsync("Namespace nope is not found.", "workflow", "list", "-n", "nope");
        await test.AssertFailsAsync("Namespace default has no mapping defined for search attribute Foo", [.. Start, "--workflow-id", "w2", "--search-attribute", "Foo=1"]);
        await test.Cli.TextAsync("workflow", "terminate", "-w", "w1");
        await test.AssertFailsAsync("workflow execution already completed", "workflow", "terminate", "-w", "w1");
    }

    [Fact]
    public async Task Delete_OfAClosedRun_TakesItOffTheList()
    {
        await using var test = await CliUnderTest.StartAsync();
        await test.Cli.TextAsync([.. Start, "--workflow-id", "w1"]);
        await test.Cli.TextAsync("workflow", "terminate", "-w", "w1");

        await test.Cli.TextAsync("workflow", "delete", "-w", "w1");

        Assert.Empty(Ids(await test.Cli.JsonAsync("workflow", "list")));
        await test.AssertFailsAsync("workflow not found for ID: w1", "workflow", "describe", "-w", "w1");
    }

    private static async Task AnswerAsync(ServiceUnderTest service, string type, string answer = "", string error = "")
    {
        var task = await service.PollWorkflowAsync();
        Assert.Equal(type, task.Query?.QueryType);
        await service.Client.CallAsync(
            new RespondQueryTaskCompletedRequest
            {
                TaskToken = task.TaskToken,
                Namespace = Namespace,
                CompletedType = error.Length > 0 ? QueryResultType.Failed : QueryResultType.Answered,
                QueryResult = error.Length > 0 ? null : Payload(answer),
                ErrorMessage = error,
            },
            RespondQueryTaskCompletedResponse.Parser);
    }

    private static IEnumerable<string?> Ids(JsonElement list) =>
        list.EnumerateArray().Select(w => w.GetProperty("execution").GetProperty("workflowId").GetString());
}
