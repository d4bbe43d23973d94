using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Managed.Tests.Worker;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Workflows;

[Workflow]
public class ConditionWorkflow
{
    private bool _go;

    [WorkflowRun]
    public Task<bool> RunAsync(TimeSpan timeout) => Workflow.WaitConditionAsync(() => _go, timeout);

    [WorkflowSignal]
    public Task GoAsync()
    {
        _go = true;
        return Task.CompletedTask;
    }
}

[Workflow]
public class AttributesWorkflow
{
    public static readonly SearchAttributeKey<string> Keyword = SearchAttributeKey.CreateKeyword("WorkerTestKeyword");

    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        Workflow.UpsertMemo(MemoUpdate.ValueSet("new", 7), MemoUpdate.ValueUnset("old"));
        Workflow.UpsertTypedSearchAttributes(Keyword.ValueSet("set"));
        await Workflow.DelayAsync(1);
        var old = Workflow.Memo.ContainsKey("old");
        return $"{Workflow.Memo["new"].ToValue<int>()} {old} {Workflow.TypedSearchAttributes.Get(Keyword)}";
    }
}

[Workflow]
public class PatchedWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        var first = Workflow.Patched("first");
        await Workflow.DelayAsync(1);
        var second = Workflow.Patched("second");
        Workflow.DeprecatePatch("third");
        return $"{first} {second} {Workflow.Patched("first")}";
    }
}

[Workflow]
public class ParentWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync(string how)
    {
        switch (how)
        {
            case "result":
                return await Workflow.ExecuteChildWorkflowAsync((GreetingWorkflow wf) => wf.RunAsync("child"));
            case "signal":
                var child = await Workflow.StartChildWorkflowAsync((SignalWorkflow wf) => wf.RunAsync(1));
                await child.SignalAsync(wf => wf.SeeAsync("from parent"));
                return (await child.GetResultAsync()).Single();
            case "fail":
                try
                {
                    await Workflow.ExecuteChildWorkflowAsync((FailingWorkflow wf) => wf.RunAsync(false));
                    return "no";
                }
                catch (ChildWorkflowFailureException e)
                {
                    return ((ApplicationFailureException)e.InnerException!).ErrorType!;
                }
            case "taken":
                try
                {
                    await Workflow.StartChildWorkflowAsync((CancelledWorkflow wf) => wf.RunAsync(), new() { Id = Workflow.Info.WorkflowId });
                    return "no";
                }
                catch (WorkflowAlreadyStartedException e)
                {
                    return e.WorkflowType;
                }
            default:
                using (var cancel = new CancellationTokenSource())
                {
                    var handle = await Workflow.StartChildWorkflowAsync(
                        (CancelledWorkflow wf) => wf.RunAsync(),
                        new() { CancellationToken = cancel.Token, CancellationType = Enum.Parse<ChildWorkflowCancellationType>(how) });
                    cancel.Cancel();
                    try
                    {
                        await handle.GetResultAsync();
                        return "no";
                    }
                    catch (Exception e) when (TemporalException.IsCanceledException(e))
                    {
                        return "cancelled";
                    }
                }
        }
    }
}

[Workflow]
public class ExternalWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync(string signalled, string cancelled)
    {
        await Workflow.GetExternalWorkflowHandle<SignalWorkflow>(signalled).SignalAsync(wf => wf.SeeAsync("from afar"));
        await Workflow.GetExternalWorkflowHandle(cancelled).CancelAsync();
        try
        {
            await Workflow.GetExternalWorkflowHandle("nobody").SignalAsync("lost", []);
            return "no";
        }
        catch (ApplicationFailureException e)
        {
            return e.Message;
        }
    }
}

[Workflow]
public class CountdownWorkflow
{
    [WorkflowRun]
    public Task<string> RunAsync(int left, string path) => left == 0
        ? Task.FromResult($"{path}, continued {Workflow.Info.ContinuedRunId is not null}")
        : throw Workflow.CreateContinueAsNewException((CountdownWorkflow wf) => wf.RunAsync(left - 1, path + left));
}

[Workflow]
public class PureWorkflow
{
    [WorkflowRun]
    public async Task<string> RunAsync()
    {
        var before = $"{Workflow.NewGuid()} {Workflow.Random.Next(1000)} {Workflow.UtcNow:O}";
        await Workflow.DelayAsync(1);
        var work = await Workflow.WhenAllAsync(Workflow.RunTaskAsync(() => 1), Workflow.RunTaskAsync(async () =>
        {
            await Workflow.DelayAsync(1);
            return 2;
        }));
        var any = await Workflow.WhenAnyAsync(Task.FromResult(3), Workflow.RunTaskAsync(() => 4));
        return $"{before} {work.Sum()} {await any}";
    }
}

[Workflow]
public class HandlersWorkflow
{
    private readonly List<string> _seen = [];
    private bool _done;

    [WorkflowRun]
    public async Task<IReadOnlyCollection<string>> RunAsync()
    {
        await Workflow.WaitConditionAsync(() => _done);
        Workflow.Signals["later"] = WorkflowSignalDefinition.CreateWithoutAttribute("later", (string what) =>
        {
            _seen.Add($"later {what}");
            return Task.CompletedTask;
        });
        Workflow.Queries["count"] = WorkflowQueryDefinition.CreateWithoutAttribute("count", () => _seen.Count);
        Workflow.DynamicSignal = WorkflowSignalDefinition.CreateWithoutAttribute(null, (string name, IRawValue[] args) =>
        {
            _seen.Add($"dynamic {name} {args[0].ToValue<string>()}");
            return Task.CompletedTask;
        });
        Workflow.CurrentDetails = "all **set**";
        await Workflow.WaitConditionAsync(() => _seen.Count == 2 && Workflow.AllHandlersFinished);
        return _seen;
    }

    [WorkflowSignal]
    public Task DoneAsync()
    {
        _done = true;
        return Task.CompletedTask;
    }
}

/// <summary>Turns a raw value into a value with the workflow's converter.</summary>
internal static class RawValues
{
    public static T ToValue<T>(this IRawValue value) => Workflow.PayloadConverter.ToValue<T>(value);
}
