using System.Text.Json;
using System.Text.Json.Serialization;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.TypeScript;

/// <summary>What the workflow <c>steps</c> has seen.</summary>
public sealed record TwinSteps(
    [property: JsonPropertyName("greeting")] string Greeting,
    [property: JsonPropertyName("size")] int Size,
    [property: JsonPropertyName("patched")] bool Patched,
    [property: JsonPropertyName("child")] int Child,
    [property: JsonPropertyName("lost")] bool Lost,
    [property: JsonPropertyName("word")] string Word);

/// <summary>
/// These workflows make the same commands as those of the same names in tests/npm/ts-smoke/twins.js.
/// </summary>
[Workflow("steps")]
public class StepsTwin
{
    private string _step = "working";
    private string _word = "";

    [WorkflowRun]
    public async Task<TwinSteps> RunAsync(string name)
    {
        var greeting = await Workflow.ExecuteActivityAsync(() => TwinActivities.Greet(name), TwinOptions.Activity);
        var size = await Workflow.ExecuteLocalActivityAsync(() => TwinActivities.Length(greeting), TwinOptions.Local);
        await Workflow.DelayAsync(10);
        Workflow.UpsertMemo(MemoUpdate.ValueSet("size", size));
        Workflow.UpsertTypedSearchAttributes(TwinOptions.Keyword.ValueSet(greeting));
        var patched = Workflow.Patched("second-edition");
        var child = await Workflow.ExecuteChildWorkflowAsync(
            (DoubleTwin wf) => wf.RunAsync(size), new() { Id = $"{Workflow.Info.WorkflowId}-child" });
        var lost = await IsLostAsync(Workflow.GetExternalWorkflowHandle<StepsTwin>($"{Workflow.Info.WorkflowId}-nobody"));
        _step = "ready";
        await Workflow.WaitConditionAsync(() => _word.Length > 0);
        _step = "done";
        return new(greeting, size, patched, child, lost, _word);
    }

    [WorkflowSignal("go")]
    public Task GoAsync(string word)
    {
        _word = word;
        return Task.CompletedTask;
    }

    [WorkflowQuery("state")]
    public string State(string punctuation) => _step + punctuation;

    private static async Task<bool> IsLostAsync(ExternalWorkflowHandle<StepsTwin> nobody)
    {
        try
        {
            await nobody.SignalAsync(wf => wf.GoAsync("lost"));
            return false;
        }
        catch (ApplicationFailureException)
        {
            return true;
        }
    }
}

[Workflow("double")]
public class DoubleTwin
{
    [WorkflowRun]
    public async Task<int> RunAsync(int n)
    {
        await Workflow.DelayAsync(10);
        return n * 2;
    }
}

[Workflow("backoff")]
public class BackoffTwin
{
    [WorkflowRun]
    public Task<int> RunAsync() => Workflow.ExecuteLocalActivityAsync(() => TwinActivities.FailTwice(), TwinOptions.BackingOff);
}

[Workflow("slow")]
public class SlowTwin
{
    [WorkflowRun]
    public Task<string> RunAsync() => Workflow.ExecuteLocalActivityAsync(() => TwinActivities.SlowAsync(), TwinOptions.Local);
}

[Workflow("cancellable")]
public class CancellableTwin
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        try
        {
            await Workflow.ExecuteActivityAsync(() => TwinActivities.WaitForCancelAsync(), TwinOptions.Patient);
            return "not cancelled";
        }
        catch (Exception e) when (TemporalException.IsCanceledException(e))
        {
            await Workflow.ExecuteActivityAsync(() => TwinActivities.Greet("cleanup"), TwinOptions.Shielded);
            throw;
        }
    }
}

[Workflow("scopes")]
public class ScopesTwin
{
    [WorkflowRun]
    public async Task<IReadOnlyCollection<string>> RunAsync()
    {
        var gone = new List<string>();
        await CancelAsync("timer", token => Workflow.DelayAsync(TimeSpan.FromHours(1), token), gone);
        await CancelAsync(
            "activity",
            token => Workflow.ExecuteActivityAsync(
                () => TwinActivities.WaitForCancelAsync(),
                new() { StartToCloseTimeout = TimeSpan.FromMinutes(1), HeartbeatTimeout = TimeSpan.FromSeconds(10), CancellationToken = token }),
            gone);
        return gone;
    }

    private static async Task CancelAsync(string name, Func<CancellationToken, Task> run, List<string> gone)
    {
        using var scope = new CancellationTokenSource();
        var running = run(scope.Token);
        await Workflow.DelayAsync(10);
        scope.Cancel();
        try
        {
            await running;
        }
        catch (Exception e) when (TemporalException.IsCanceledException(e))
        {
            gone.Add(name);
        }
    }
}

[Workflow("repeating")]
public class RepeatingTwin
{
    [WorkflowRun]
    public Task<string> RunAsync(int left, string path) => left == 0
        ? Task.FromResult(path)
        : throw Workflow.CreateContinueAsNewException(
            (RepeatingTwin wf) => wf.RunAsync(left - 1, path + left),
            new() { Memo = new Dictionary<string, object>(StringComparer.Ordinal) { ["left"] = left } });
}

[Workflow("conditions")]
public class ConditionsTwin
{
    private bool _went;

    [WorkflowRun]
    public async Task<IReadOnlyDictionary<string, bool>> RunAsync()
    {
        var early = await Workflow.WaitConditionAsync(() => _went, TimeSpan.FromMilliseconds(20));
        var late = await Workflow.WaitConditionAsync(() => _went, TimeSpan.FromHours(1));
        return new Dictionary<string, bool>(StringComparer.Ordinal) { ["early"] = early, ["late"] = late };
    }

    [WorkflowSignal("go")]
    public Task GoAsync()
    {
        _went = true;
        return Task.CompletedTask;
    }
}

[Workflow("failing")]
public class FailingTwin
{
    [WorkflowRun]
    public async Task RunAsync(string how)
    {
        switch (how)
        {
            case "activity":
                await Workflow.ExecuteActivityAsync(() => TwinActivities.Fail("broken"), TwinOptions.Activity);
                break;
            case "child":
                await Workflow.ExecuteChildWorkflowAsync(
                    (FailingTwin wf) => wf.RunAsync("workflow"), new() { Id = $"{Workflow.Info.WorkflowId}-child" });
                break;
            default:
                break;
        }
        throw new ApplicationFailureException(
            "no good", "Bad", nonRetryable: true, details: [42, new Dictionary<string, string>(StringComparer.Ordinal) { ["why"] = "because" }]);
    }
}

[Workflow("described")]
public class DescribedTwin
{
    [WorkflowRun]
    public Task<IReadOnlyDictionary<string, object?>> RunAsync() => Task.FromResult<IReadOnlyDictionary<string, object?>>(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["given"] = Workflow.Memo.TryGetValue("given", out var given) ? Workflow.PayloadConverter.ToValue<JsonElement>(given) : null,
            ["keyword"] = Workflow.TypedSearchAttributes.TryGetValue(TwinOptions.Keyword, out var keyword) ? keyword : null,
        });
}

/// <summary>The options that both sides share.</summary>
internal static class TwinOptions
{
    public static readonly SearchAttributeKey<string> Keyword = SearchAttributeKey.CreateKeyword("TwinKeyword");

    public static readonly ActivityOptions Activity = new()
    {
        StartToCloseTimeout = TimeSpan.FromMinutes(1),
        RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(50), MaximumAttempts = 3 },
    };

    public static readonly ActivityOptions Shielded = new()
    {
        StartToCloseTimeout = TimeSpan.FromMinutes(1),
        CancellationToken = CancellationToken.None,
    };

    public static readonly ActivityOptions Patient = new()
    {
        StartToCloseTimeout = TimeSpan.FromMinutes(1),
        HeartbeatTimeout = TimeSpan.FromSeconds(10),
        CancellationType = ActivityCancellationType.WaitCancellationCompleted,
    };

    public static readonly LocalActivityOptions Local = new() { StartToCloseTimeout = TimeSpan.FromMinutes(1) };

    public static readonly LocalActivityOptions BackingOff = new()
    {
        StartToCloseTimeout = TimeSpan.FromMinutes(1),
        LocalRetryThreshold = TimeSpan.FromMilliseconds(10),
        RetryPolicy = new() { InitialInterval = TimeSpan.FromMilliseconds(50), BackoffCoefficient = 1 },
    };
}
