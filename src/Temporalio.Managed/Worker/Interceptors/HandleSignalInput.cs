using Temporalio.Api.Common.V1;
using Temporalio.Workflows;

namespace Temporalio.Worker.Interceptors;

/// <summary>Input of <see cref="WorkflowInboundInterceptor.HandleSignalAsync"/>. Members may be added.</summary>
/// <param name="Signal">The signal's name.</param>
/// <param name="Definition">The handler.</param>
/// <param name="Args">The arguments.</param>
/// <param name="Headers">Headers, if any.</param>
public record HandleSignalInput(
    string Signal, WorkflowSignalDefinition Definition, object?[] Args, IReadOnlyDictionary<string, Payload>? Headers);
