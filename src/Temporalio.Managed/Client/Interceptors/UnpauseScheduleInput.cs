namespace Temporalio.Client.Interceptors;

/// <summary>The end of a pause. Change it with a "with" expression; the constructor may grow.</summary>
public record UnpauseScheduleInput(
    string Id,
    string? Note,
    RpcOptions? RpcOptions);
