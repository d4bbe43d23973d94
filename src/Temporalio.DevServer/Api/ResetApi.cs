using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Api;

internal sealed class ResetApi(RunEngine engine, NamespaceRegistry namespaces)
{
    public async Task<ResetWorkflowExecutionResponse> Reset(ResetWorkflowExecutionRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var execution = Checks.Execution(request.WorkflowExecution);
        Checks.Length(request.RequestId, "RequestId");
        return await engine.WithAsync(new WorkflowKey(ns, execution.WorkflowId), scope => ResetAsync(scope, request, execution.RunId))
            .ConfigureAwait(false);
    }

    private async Task<ResetWorkflowExecutionResponse> ResetAsync(WorkflowScope scope, ResetWorkflowExecutionRequest request, string runId)
    {
        var baseRun = scope.Require(runId);
        var finish = request.WorkflowTaskFinishEventId;
        if (finish <= 1 || finish > HistoryPages.LastVisible(baseRun.State) + 1)
            throw Refusals.Invalid("Workflow task finish ID must be > 1 && <= workflow last event ID.");
        var current = scope.Current!;
        if (request.RequestId.Length > 0 && string.Equals(current.State.StartRequestId, request.RequestId, StringComparison.Ordinal))
            return new ResetWorkflowExecutionResponse { RunId = current.State.RunId };
        var steps = new List<RunWork>();
        var newRunId = engine.Rules.NewId();
        if (current.State.Status == (int)WorkflowExecutionStatus.Running)
        {
            var end = scope.Begin(current);
            Closing.Terminate(end, request.Reason, null, request.Identity.Length > 0 ? request.Identity : "history-service");
            // Its children stay: the new run takes them over. And for its parent it has not ended.
            end.State.Children.Clear();
            end.State.CloseEffectsPending = false;
            end.Effects.RemoveAll(static e => e is Effect.AfterClose);
            end.State.ResetRunId = newRunId;
            steps.Add(end);
        }

        var all = Events(baseRun, steps);
        var kept = all.TakeWhile(e => e.EventId < finish).ToList();
        var rest = all.Where(e => e.EventId >= finish).ToList();
        var requestId = request.RequestId.Length > 0 ? request.RequestId : engine.Rules.NewId();
        var work = scope.BeginEmpty();
        Resetting.Build(work, baseRun, kept, rest, Continued(scope, baseRun, steps), newRunId, requestId, request.Reason, finish, Excluded(request));
        foreach (var operation in request.PostResetOperations)
        {
            if (operation.SignalWorkflow is { } signal)
                Requests.Signal(work, signal.SignalName, signal.Input, signal.Header, request.Identity, engine.Rules.NewId());
        }

        steps.Add(work);
        await scope.CommitAsync([.. steps]).ConfigureAwait(false);
        return new ResetWorkflowExecutionResponse { RunId = newRunId };
    }

    /// <summary>What is not asked of the new run again. The older field, of Java and Go clients, says what is.</summary>
    private static List<ResetReapplyExcludeType> Excluded(ResetWorkflowExecutionRequest request)
    {
        var excluded = new List<ResetReapplyExcludeType>(request.ResetReapplyExcludeTypes);
#pragma warning disable CS0612 // Clients of before 2024 send nothing else.
        var wanted = request.ResetReapplyType;
#pragma warning restore CS0612
        if (wanted is ResetReapplyType.Signal or ResetReapplyType.None)
            excluded.Add(ResetReapplyExcludeType.CancelRequest);
        if (wanted == ResetReapplyType.None)
            excluded.Add(ResetReapplyExcludeType.Signal);
        return excluded;
    }

    /// <summary>All events of a run, with those that the steps at hand add.</summary>
    private static List<HistoryEvent> Events(Run run, List<RunWork> steps)
    {
        var added = steps.Find(s => ReferenceEquals(s.Run, run))?.Events ?? [];
        var events = new List<HistoryEvent>(run.Events.Read(1, int.MaxValue));
        events.AddRange(added);
        return events;
    }

    /// <summary>Events of the runs that followed the base in its chain.</summary>
    private static IEnumerable<HistoryEvent> Continued(WorkflowScope scope, Run baseRun, List<RunWork> steps)
    {
        var next = baseRun.State.SuccessorRunId;
        while (next.Length > 0 && scope.Find(next) is { } run)
        {
            foreach (var e in Events(run, steps))
                yield return e;
            next = run.State.SuccessorRunId;
        }
    }
}
