namespace Temporalio.Client.Interceptors;

/// <summary>A pause. Change it with a "with" expression; the constructor may grow.</summary>
public record PauseScheduleInput(
    string Id,
    string? Note,
    RpcOptions? RpcOptions);
