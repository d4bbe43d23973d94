namespace Temporalio.Client.Interceptors;

/// <summary>A description. Change it with a "with" expression; the constructor may grow.</summary>
public record DescribeScheduleInput(
    string Id,
    RpcOptions? RpcOptions);
