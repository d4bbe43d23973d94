using System.Reflection;

namespace Temporalio.Worker.Interceptors;

/// <summary>Input of <see cref="WorkflowInboundInterceptor.ExecuteWorkflowAsync"/>. Members may be added.</summary>
/// <param name="Instance">The workflow.</param>
/// <param name="RunMethod">Its entry method.</param>
/// <param name="Args">The arguments.</param>
public record ExecuteWorkflowInput(object Instance, MethodInfo RunMethod, object?[] Args);
