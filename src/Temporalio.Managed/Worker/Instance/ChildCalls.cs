using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Exceptions;
using Temporalio.Worker.Activation;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Worker.Instance;

/// <summary>Child workflows of a workflow.</summary>
internal sealed class ChildCalls(WorkflowInstance instance)
{
    private readonly Dictionary<uint, Pending> _pending = [];
    private uint _lastSeq;

    public Task<ChildWorkflowHandle<TWorkflow, TResult>> StartAsync<TWorkflow, TResult>(StartChildWorkflowInput input)
    {
        var token = input.Options.CancellationToken ?? instance.CancellationToken;
        if (token.IsCancellationRequested)
        {
            return Task.FromException<ChildWorkflowHandle<TWorkflow, TResult>>(
                new CanceledFailureException("Child cancelled before scheduled"));
        }
        var seq = ++_lastSeq;
        var attributes = ToAttributes(input);
        instance.Output.Add(new WorkflowCommand.StartChild(
            seq,
            attributes,
            input.Options.CancellationType,
            instance.ToUserMetadata(input.Options.StaticSummary, input.Options.StaticDetails)));
        var pending = new Pending(new(), new());
        _pending[seq] = pending;
        var handle = new TaskCompletionSource<ChildWorkflowHandle<TWorkflow, TResult>>();
        _ = instance.Tasks.Run(async () =>
        {
            try
            {
                using (token.Register(() => Cancel(seq)))
                {
                    var start = await pending.Start.Task.ConfigureAwait(true);
                    if (ToException(start, attributes) is { } error)
                    {
                        handle.SetException(error);
                        return;
                    }
                    handle.SetResult(new ChildHandle<TWorkflow, TResult>(
                        instance, attributes.WorkflowId, start.RunId!, pending.End.Task));
                    await pending.End.Task.ConfigureAwait(true);
                }
            }
            finally
            {
                _pending.Remove(seq);
            }
        });
        return handle.Task;
    }

    public void ResolveStart(ActivationJob.ResolveChildStart job) => Find(job.Seq).Start.TrySetResult(job);

    public void Resolve(ActivationJob.ResolveChild job) => Find(job.Seq).End.TrySetResult(job);

    private static Duration? ToDuration(TimeSpan? value) => value is { } span ? Duration.FromTimeSpan(span) : null;

    private Pending Find(uint seq) => _pending.TryGetValue(seq, out var pending)
        ? pending
        : throw new InvalidOperationException($"Failed finding child for sequence {seq}");

    private void Cancel(uint seq)
    {
        if (_pending.TryGetValue(seq, out var pending) && !pending.End.Task.IsCompleted)
        {
            instance.Output.Add(new WorkflowCommand.CancelChild(seq));
        }
    }

    private Exception? ToException(
        ActivationJob.ResolveChildStart start, StartChildWorkflowExecutionCommandAttributes attributes)
    {
        if (start.Cancelled is { } cancelled)
        {
            return instance.ToException(cancelled);
        }
        if (start.RunId is not null)
        {
            return null;
        }
        return start.FailedCause == StartChildWorkflowExecutionFailedCause.WorkflowAlreadyExists
            ? new WorkflowAlreadyStartedException(
                "Child workflow already started",
                workflowId: attributes.WorkflowId,
                workflowType: attributes.WorkflowType.Name,
                runId: "<unknown>")
            : new InvalidOperationException($"Unknown child start failed cause: {start.FailedCause}");
    }

    private StartChildWorkflowExecutionCommandAttributes ToAttributes(StartChildWorkflowInput input)
    {
        var options = input.Options;
        var attributes = new StartChildWorkflowExecutionCommandAttributes
        {
            WorkflowId = options.Id ?? Workflow.NewGuid().ToString(),
            WorkflowType = new() { Name = input.Workflow },
            TaskQueue = new() { Name = options.TaskQueue ?? instance.Info.TaskQueue },
            Input = instance.ToPayloads(input.Args),
            WorkflowExecutionTimeout = ToDuration(options.ExecutionTimeout),
            WorkflowRunTimeout = ToDuration(options.RunTimeout),
            WorkflowTaskTimeout = ToDuration(options.TaskTimeout),
            ParentClosePolicy = (Api.Enums.V1.ParentClosePolicy)options.ParentClosePolicy,
            WorkflowIdReusePolicy = options.IdReusePolicy,
            RetryPolicy = options.RetryPolicy?.ToProto(),
            CronSchedule = options.CronSchedule ?? "",
            SearchAttributes = options.TypedSearchAttributes?.ToProto(),
            Memo = options.Memo is { } memo ? instance.ToMemo(memo) : null,
            Priority = options.Priority?.ToProto(),
        };
        if (input.Headers is { Count: > 0 } headers)
        {
            attributes.Header = new() { Fields = { headers } };
        }
        return attributes;
    }

    private sealed record Pending(
        TaskCompletionSource<ActivationJob.ResolveChildStart> Start, TaskCompletionSource<ActivationJob.ResolveChild> End);
}
