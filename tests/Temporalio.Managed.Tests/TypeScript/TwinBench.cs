using System.Text.Json;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Exceptions;
using Temporalio.Managed.Tests.Client;

namespace Temporalio.Managed.Tests.TypeScript;

/// <summary>Runs every twin through our client and holds it to what both sides promise; keeps the histories.</summary>
internal sealed class TwinBench(TemporalClient client, string taskQueue)
{
    private readonly List<WorkflowHandle> _handles = [];

    public async Task RunAllAsync()
    {
        await AddKeywordAsync(client);
        await StepsAsync();
        await LocalActivitiesAsync();
        await CancellationsAsync();
        await FailuresAsync();
        await AttributesAsync();
    }

    public async Task<IReadOnlyList<WorkflowHistory>> HistoriesAsync()
    {
        var histories = new List<WorkflowHistory>();
        foreach (var handle in _handles)
        {
            histories.Add(await handle.FetchHistoryAsync());
        }
        return histories;
    }

    public static async Task AddKeywordAsync(TemporalClient client)
    {
        var service = client.Connection.OperatorService;
        try
        {
            await service.AddSearchAttributesAsync(new()
            {
                Namespace = "default",
                SearchAttributes = { [TwinOptions.Keyword.Name] = TwinOptions.Keyword.ValueType },
            });
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.AlreadyExists)
        {
            // A test before this one added it.
        }
        await ClientTests.EventuallyAsync(async () =>
            (await service.ListSearchAttributesAsync(new() { Namespace = "default" })).CustomAttributes.ContainsKey(TwinOptions.Keyword.Name));
    }

    private async Task StepsAsync()
    {
        var handle = await StartAsync("steps", ["Ada"]);
        await ClientTests.EventuallyAsync(async () => await handle.QueryAsync<string>("state", ["!"]) == "ready!");
        var unknown = await Assert.ThrowsAsync<WorkflowQueryFailedException>(() => handle.QueryAsync<string>("nothing-like-it", []));
        Assert.Contains("nothing-like-it", unknown.Message, StringComparison.Ordinal);
        await handle.SignalAsync("go", ["now"]);

        Assert.Equal(new("hello Ada", 9, true, 18, true, "now"), await handle.GetResultAsync<TwinSteps>());
        Assert.Equal("done.", await handle.QueryAsync<string>("state", ["."]));
        var description = await handle.DescribeAsync();
        Assert.Equal(9, await description.Memo["size"].ToValueAsync<int>());
        Assert.Equal("hello Ada", description.TypedSearchAttributes.Get(TwinOptions.Keyword));
        _handles.Add(client.GetWorkflowHandle($"{handle.Id}-child"));

        var conditions = await StartAsync("conditions", []);
        await ClientTests.EventuallyAsync(async () => (await EventsAsync(conditions)).Count(e => e.EventType == EventType.TimerStarted) == 2);
        await conditions.SignalAsync("go", []);
        var seen = await conditions.GetResultAsync<IReadOnlyDictionary<string, bool>>();
        Assert.False(seen["early"]);
        Assert.True(seen["late"]);

        var repeating = await StartAsync("repeating", [2, ""]);
        Assert.Equal("21", await repeating.GetResultAsync<string>());
        _handles.Add(client.GetWorkflowHandle(repeating.Id));
    }

    private async Task LocalActivitiesAsync()
    {
        var backoff = await StartAsync("backoff", []);
        var slow = await StartAsync("slow", [], o => o.TaskTimeout = TimeSpan.FromSeconds(2));

        Assert.Equal(3, await backoff.GetResultAsync<int>());
        Assert.Equal("at last", await slow.GetResultAsync<string>());
        Assert.Equal(2, (await EventsAsync(backoff)).Count(e => e.EventType == EventType.TimerStarted));
        Assert.InRange((await EventsAsync(slow)).Count(e => e.EventType == EventType.WorkflowTaskCompleted), 2, 10);
    }

    private async Task CancellationsAsync()
    {
        var cancellable = await StartAsync("cancellable", []);
        await ClientTests.EventuallyAsync(async () =>
            (await cancellable.DescribeAsync()).RawDescription.PendingActivities.Any(a => a.LastHeartbeatTime is not null));
        await cancellable.CancelAsync();
        Assert.IsType<CanceledFailureException>(await FailureAsync(cancellable));
        Assert.Contains(
            await EventsAsync(cancellable), e => e.EventType == EventType.ActivityTaskCanceled);

        Assert.Equal(["timer", "activity"], await (await StartAsync("scopes", [])).GetResultAsync<string[]>());
    }

    private async Task FailuresAsync()
    {
        var application = Assert.IsType<ApplicationFailureException>(await FailureAsync(await StartAsync("failing", ["workflow"])));
        AssertBad(application);
        var activity = Assert.IsType<ActivityFailureException>(await FailureAsync(await StartAsync("failing", ["activity"])));
        Assert.Equal("fail", activity.ActivityType);
        Assert.Equal(RetryState.MaximumAttemptsReached, activity.RetryState);
        var broken = Assert.IsType<ApplicationFailureException>(activity.InnerException);
        Assert.Equal(("broken", "Broken", "at", 7), (broken.Message, broken.ErrorType, broken.Details.ElementAt<string>(0), broken.Details.ElementAt<int>(1)));
        var child = Assert.IsType<ChildWorkflowFailureException>(await FailureAsync(await StartAsync("failing", ["child"])));
        AssertBad(Assert.IsType<ApplicationFailureException>(child.InnerException));
    }

    private async Task AttributesAsync()
    {
        var given = new Dictionary<string, int[]>(StringComparer.Ordinal) { ["a"] = [1] };
        var handle = await StartAsync("described", [], o =>
        {
            o.Memo = new Dictionary<string, object>(StringComparer.Ordinal) { ["given"] = given };
            o.TypedSearchAttributes = new SearchAttributeCollection.Builder().Set(TwinOptions.Keyword, "seen").ToSearchAttributeCollection();
        });

        var described = await handle.GetResultAsync<JsonElement>();
        Assert.Equal(1, described.GetProperty("given").GetProperty("a")[0].GetInt32());
        Assert.Equal("seen", described.GetProperty("keyword").GetString());
    }

    private static void AssertBad(ApplicationFailureException e)
    {
        Assert.Equal(("no good", "Bad", true), (e.Message, e.ErrorType, e.NonRetryable));
        Assert.Equal(42, e.Details.ElementAt<int>(0));
        Assert.Equal("because", e.Details.ElementAt<JsonElement>(1).GetProperty("why").GetString());
        Assert.False(string.IsNullOrEmpty(e.Failure!.StackTrace));
    }

    private static async Task<Exception?> FailureAsync(WorkflowHandle handle) =>
        (await Assert.ThrowsAsync<WorkflowFailedException>(() => handle.GetResultAsync())).InnerException;

    private static async Task<IReadOnlyCollection<HistoryEvent>> EventsAsync(WorkflowHandle handle) => (await handle.FetchHistoryAsync()).Events;

    private async Task<WorkflowHandle> StartAsync(string workflow, object?[] args, Action<WorkflowOptions>? configure = null)
    {
        var options = new WorkflowOptions($"{workflow}-{Guid.NewGuid():N}", taskQueue);
        configure?.Invoke(options);
        var handle = await client.StartWorkflowAsync(workflow, args, options);
        _handles.Add(handle);
        return handle;
    }
}
