namespace Temporalio.Client.Interceptors;

/// <summary>A deletion. Change it with a "with" expression; the constructor may grow.</summary>
public record DeleteScheduleInput(
    string Id,
    RpcOptions? RpcOptions);
