using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Visibility;

namespace Temporalio.DevServer.Api;

/// <summary>Reads and checks what a start asks for.</summary>
internal static class StartRequests
{
    public static NewRun Read(RunEngine engine, NamespaceEntry ns, StartWorkflowExecutionRequest request)
    {
        var start = Read(
            engine, ns, request.WorkflowId, request.WorkflowType, request.TaskQueue, request.RetryPolicy, request.CronSchedule,
            request.Memo, request.SearchAttributes, request.RequestId);
        var delay = Checks.Timeout(request.WorkflowStartDelay, "WorkflowStartDelay");
        CheckDelay(delay, request.CronSchedule);
        Checks.Blob(request.Input?.CalculateSize() ?? 0, "Input");
        return start with
        {
            Input = request.Input,
            Header = request.Header,
            ExecutionTimeout = Checks.Timeout(request.WorkflowExecutionTimeout, "WorkflowExecutionTimeoutSeconds"),
            RunTimeout = Checks.Timeout(request.WorkflowRunTimeout, "WorkflowRunTimeoutSeconds"),
            TaskTimeout = Checks.Timeout(request.WorkflowTaskTimeout, "WorkflowTaskTimeoutSeconds"),
            Identity = request.Identity,
            Backoff = start.Backoff + delay,
            UserMetadata = request.UserMetadata,
            Priority = request.Priority,
            ContinuedFailure = request.ContinuedFailure,
            LastCompletionResult = request.LastCompletionResult,
            EagerAccepted = request.RequestEagerExecution && delay == 0 && start.Backoff == 0,
        };
    }

    public static NewRun Read(RunEngine engine, NamespaceEntry ns, SignalWithStartWorkflowExecutionRequest request)
    {
        var start = Read(
            engine, ns, request.WorkflowId, request.WorkflowType, request.TaskQueue, request.RetryPolicy, request.CronSchedule,
            request.Memo, request.SearchAttributes, request.RequestId);
        var delay = Checks.Timeout(request.WorkflowStartDelay, "WorkflowStartDelay");
        CheckDelay(delay, request.CronSchedule);
        Checks.Blob(request.Input?.CalculateSize() ?? 0, "Input");
        return start with
        {
            Input = request.Input,
            Header = request.Header,
            ExecutionTimeout = Checks.Timeout(request.WorkflowExecutionTimeout, "WorkflowExecutionTimeoutSeconds"),
            RunTimeout = Checks.Timeout(request.WorkflowRunTimeout, "WorkflowRunTimeoutSeconds"),
            TaskTimeout = Checks.Timeout(request.WorkflowTaskTimeout, "WorkflowTaskTimeoutSeconds"),
            Identity = request.Identity,
            Backoff = start.Backoff + delay,
            UserMetadata = request.UserMetadata,
            Priority = request.Priority,
        };
    }

    public static void CheckPolicies(WorkflowIdReusePolicy reuse, WorkflowIdConflictPolicy conflict)
    {
        if (conflict == WorkflowIdConflictPolicy.Unspecified)
            return;
        if (reuse == WorkflowIdReusePolicy.TerminateIfRunning)
        {
            throw Refusals.Invalid(
                "Invalid WorkflowIDReusePolicy: WORKFLOW_ID_REUSE_POLICY_TERMINATE_IF_RUNNING cannot be used together with a WorkflowIDConflictPolicy");
        }

        if (conflict == WorkflowIdConflictPolicy.TerminateExisting && reuse == WorkflowIdReusePolicy.RejectDuplicate)
        {
            throw Refusals.Invalid(
                "Invalid WorkflowIDReusePolicy: WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE cannot be used together with WorkflowIdConflictPolicy WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING");
        }
    }

    private static void CheckDelay(long delay, string cron)
    {
        if (delay > 0 && cron.Length > 0)
            throw Refusals.Invalid("CronSchedule and WorkflowStartDelay may not be used together.");
    }

    private static NewRun Read(
        RunEngine engine, NamespaceEntry ns, string workflowId, WorkflowType? type, Temporalio.Api.TaskQueue.V1.TaskQueue? queue,
        RetryPolicy? retry, string cron, Memo? memo, SearchAttributes? attributes, string requestId)
    {
        Checks.Id(workflowId, "WorkflowId");
        Checks.Id(type?.Name ?? "", "WorkflowType");
        if (queue is null || queue.Name.Length == 0)
            throw Refusals.Invalid("missing task queue name");
        var queueName = Checks.QueueName(queue);
        Checks.Length(requestId, "RequestId");
        Checks.Length(cron, "CronSchedule");
        if (RetryPolicies.Check(retry) is { } badRetry)
            throw Refusals.Invalid(badRetry);
        CronSchedule? schedule = null;
        if (cron.Length > 0 && !CronSchedule.TryParse(cron, out schedule))
            throw Refusals.Invalid("invalid CronSchedule.");
        if (SearchAttributeRules.Check(ns, attributes, allowReserved: false) is { } badAttribute)
            throw Refusals.Invalid(badAttribute);
        if ((memo?.CalculateSize() ?? 0) > EngineLimits.MaxMemoBytes)
            throw Refusals.Invalid("Memo exceeds size limit.");
        var now = engine.Time.GetUtcNow().UtcTicks;
        return new NewRun
        {
            WorkflowType = type!.Name,
            TaskQueue = queueName,
            RetryPolicy = retry is null ? null : RetryPolicies.Fill(retry),
            CronSchedule = cron,
            Memo = memo,
            SearchAttributes = SearchAttributeRules.WithTypes(ns, attributes),
            RequestId = requestId.Length == 0 ? engine.Rules.NewId() : requestId,
            Backoff = schedule?.Backoff(now, now) ?? 0,
            Initiator = schedule is null ? ContinueAsNewInitiator.Unspecified : ContinueAsNewInitiator.CronSchedule,
        };
    }
}
