namespace Temporalio.DevServer.Api;

/// <summary>What the service says of itself.</summary>
internal static class ServiceInfo
{
    public const string WorkflowService = "temporal.api.workflowservice.v1.WorkflowService";
    public const string OperatorService = "temporal.api.operatorservice.v1.OperatorService";
    public const string TestService = "temporal.api.testservice.v1.TestService";
    public const string Health = "grpc.health.v1.Health";

    /// <summary>The version of the official service that this one behaves like; clients compare it.</summary>
    public const string Version = "1.31.0";

    public const string ClusterName = "active";

    public static readonly TimeSpan PollTimeout = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan HistoryWaitTimeout = TimeSpan.FromSeconds(20);
}
