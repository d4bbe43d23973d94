using Temporalio.Api.Common.V1;
using Temporalio.Converters;
using Priority = Temporalio.Common.Priority;

namespace Temporalio.Activities;

/// <summary>
/// What is known about the running activity. Members may be added: build on "with", not on the constructor.
/// </summary>
/// <param name="ActivityId">The activity's id, unique in its run.</param>
/// <param name="ActivityType">The name of the activity type.</param>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="CurrentAttemptScheduledTime">When this attempt was scheduled, in UTC.</param>
/// <param name="DataConverter">Converts the heartbeat details.</param>
/// <param name="HeartbeatDetails">Details of the last heartbeat of the attempt before.</param>
/// <param name="HeartbeatTimeout">Longest time between heartbeats.</param>
/// <param name="IsLocal">True for a local activity.</param>
/// <param name="Priority">The priority.</param>
/// <param name="ScheduleToCloseTimeout">Longest time from scheduling to the end, retries included.</param>
/// <param name="ScheduledTime">When the activity was scheduled, in UTC.</param>
/// <param name="StartToCloseTimeout">Longest time of one attempt.</param>
/// <param name="StartedTime">When this attempt started, in UTC.</param>
/// <param name="TaskQueue">The task queue.</param>
/// <param name="TaskToken">The token by which the activity can be completed elsewhere.</param>
/// <param name="WorkflowId">The id of the workflow that runs it.</param>
/// <param name="WorkflowNamespace">The namespace of that workflow.</param>
/// <param name="WorkflowRunId">The run of that workflow.</param>
/// <param name="WorkflowType">The type of that workflow.</param>
public record ActivityInfo(
    string ActivityId,
    string ActivityType,
    int Attempt,
    DateTime CurrentAttemptScheduledTime,
    [property: System.Text.Json.Serialization.JsonIgnore] DataConverter DataConverter,
    IReadOnlyCollection<Payload> HeartbeatDetails,
    TimeSpan? HeartbeatTimeout,
    bool IsLocal,
    Priority Priority,
    TimeSpan? ScheduleToCloseTimeout,
    DateTime ScheduledTime,
    TimeSpan? StartToCloseTimeout,
    DateTime StartedTime,
    string TaskQueue,
    byte[] TaskToken,
    string WorkflowId,
    string WorkflowNamespace,
    string WorkflowRunId,
    string WorkflowType)
{
    /// <summary>Decodes and converts the heartbeat detail at an index.</summary>
    public Task<T> HeartbeatDetailAtAsync<T>(int index) => DataConverter.ToValueAsync<T>(HeartbeatDetails.ElementAt(index));

    internal Dictionary<string, object> CreateLoggerScope() => new(StringComparer.Ordinal)
    {
        ["ActivityId"] = ActivityId,
        ["ActivityType"] = ActivityType,
        ["Attempt"] = Attempt,
        ["WorkflowNamespace"] = WorkflowNamespace,
        ["WorkflowId"] = WorkflowId,
        ["WorkflowRunId"] = WorkflowRunId,
        ["WorkflowType"] = WorkflowType,
    };
}
