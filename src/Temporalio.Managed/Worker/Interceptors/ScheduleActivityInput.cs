using Temporalio.Api.Common.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Interceptors;

/// <summary>Input of <see cref="WorkflowOutboundInterceptor.ScheduleActivityAsync{TResult}"/>. Members may be added.</summary>
/// <param name="Activity">The activity's name.</param>
/// <param name="Args">Its arguments.</param>
/// <param name="Options">How it is run.</param>
/// <param name="Headers">Headers, if any.</param>
public record ScheduleActivityInput(
    string Activity, IReadOnlyCollection<object?> Args, ActivityOptions Options, IDictionary<string, Payload>? Headers);
