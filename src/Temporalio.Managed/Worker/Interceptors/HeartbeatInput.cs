namespace Temporalio.Worker.Interceptors;

/// <summary>Input of <see cref="ActivityOutboundInterceptor.Heartbeat"/>. Members may be added.</summary>
/// <param name="Details">The details.</param>
public record HeartbeatInput(object?[] Details);
