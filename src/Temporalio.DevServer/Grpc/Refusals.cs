using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.DevServer.Grpc;

/// <summary>Every refusal of the service, by name. Texts that clients compare are kept to the letter.</summary>
internal static class Refusals
{
    /// <summary>Clients compare this text to tell a lost race with a new event from a bad command.</summary>
    public const string UnhandledCommandText = "UnhandledCommand";

    public static RpcStatusException Invalid(string message) => new(GrpcStatusCode.InvalidArgument, message);

    public static RpcStatusException UnhandledCommand() => Invalid(UnhandledCommandText);

    public static RpcStatusException BadToken() => Invalid("Error deserializing task token.");

    public static RpcStatusException InvalidPageToken() => Invalid("Invalid NextPageToken.");

    public static RpcStatusException WorkflowTaskNotFound() => NotFound("Workflow task not found.");

    public static RpcStatusException ActivityNotFound() =>
        NotFound("invalid activityID or activity already timed out or invoking workflow is completed");

    public static RpcStatusException WorkflowNotFound(string workflowId, string runId) =>
        NotFound(runId.Length == 0
            ? $"workflow not found for ID: {workflowId}"
            : $"workflow execution not found for workflow ID \"{workflowId}\" and run ID \"{runId}\"");

    public static RpcStatusException WorkflowCompleted() => NotFound("workflow execution already completed");

    public static RpcStatusException NotFound(string message) => new(GrpcStatusCode.NotFound, message, new NotFoundFailure());

    public static RpcStatusException NamespaceNotFound(string name) =>
        new(GrpcStatusCode.NotFound, $"Namespace {name} is not found.", new NamespaceNotFoundFailure { Namespace = name });

    public static RpcStatusException NamespaceExists(string name) =>
        new(GrpcStatusCode.AlreadyExists, $"Namespace \"{name}\" already exists", new NamespaceAlreadyExistsFailure());

    public static RpcStatusException AlreadyStarted(string message, string requestId, string runId, string firstRunId) =>
        new(GrpcStatusCode.AlreadyExists, message, new WorkflowExecutionAlreadyStartedFailure
        {
            StartRequestId = requestId,
            RunId = runId,
            FirstExecutionRunId = firstRunId,
        });

    /// <summary>On the official service a schedule is a workflow, and its refusal says so.</summary>
    public static RpcStatusException ScheduleNotFound(string scheduleId) => NotFound($"workflow not found for ID: temporal-sys-scheduler:{scheduleId}");

    public static RpcStatusException ScheduleExists(string scheduleId, string requestId) => new(
        GrpcStatusCode.AlreadyExists,
        $"schedule '{scheduleId}' is already registered",
        new WorkflowExecutionAlreadyStartedFailure { StartRequestId = requestId });

    public static RpcStatusException QueryFailed(string message, Failure? failure) =>
        new(GrpcStatusCode.InvalidArgument, message, new QueryFailedFailure { Failure = failure });

    public static RpcStatusException WorkflowNotReady(string message) =>
        new(GrpcStatusCode.FailedPrecondition, message, new WorkflowNotReadyFailure());

    public static RpcStatusException NoPoller() =>
        new(GrpcStatusCode.FailedPrecondition, "no poller seen for task queue recently, worker may be down");

    public static RpcStatusException FailedPrecondition(string message) => new(GrpcStatusCode.FailedPrecondition, message);

    public static RpcStatusException DeadlineExceeded() => new(GrpcStatusCode.DeadlineExceeded, "context deadline exceeded");

    public static RpcStatusException QueryTimedOut() =>
        new(GrpcStatusCode.DeadlineExceeded, "query timed out before a worker could process it");

    public static RpcStatusException Unavailable(string message) => new(GrpcStatusCode.Unavailable, message);

    public static RpcStatusException Exhausted(ResourceExhaustedCause cause, string message) =>
        new(GrpcStatusCode.ResourceExhausted, message, new ResourceExhaustedFailure { Cause = cause });

    /// <summary>Clients recognise the start of this text.</summary>
    public static RpcStatusException MessageTooLarge(long size, long limit, bool decompressed) =>
        new(GrpcStatusCode.ResourceExhausted, decompressed
            ? $"grpc: received message after decompression larger than max {limit}"
            : $"grpc: received message larger than max ({size} vs. {limit})");

    public static RpcStatusException UnknownMethod(string method, string service) =>
        new(GrpcStatusCode.Unimplemented, $"unknown method {method} for service {service}");

    public static RpcStatusException UnknownService(string service) =>
        new(GrpcStatusCode.Unimplemented, $"unknown service {service}");
}
