namespace Temporalio.Client.Interceptors;

/// <summary>A heartbeat. Change it with a "with" expression; the constructor may grow.</summary>
public record HeartbeatAsyncActivityInput(
    AsyncActivityHandle.Reference Activity,
    AsyncActivityHeartbeatOptions? Options);
