using Grpc.Health.V1;
using Temporalio.Api.Version.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Grpc;

namespace Temporalio.DevServer.Api;

/// <summary>What the service is and can do.</summary>
internal sealed class SystemApi(string clusterId)
{
    private static readonly string[] Services = ["", ServiceInfo.WorkflowService, ServiceInfo.OperatorService];

    public static Task<GetSystemInfoResponse> GetSystemInfo(GetSystemInfoRequest request, CallContext call) =>
        Task.FromResult(new GetSystemInfoResponse
        {
            ServerVersion = ServiceInfo.Version,
            Capabilities = new()
            {
                SignalAndQueryHeader = true,
                InternalErrorDifferentiation = true,
                ActivityFailureIncludeHeartbeat = true,
                SupportsSchedules = true,
                EncodedFailureAttributes = true,
                UpsertMemo = true,
                EagerWorkflowStart = true,
                SdkMetadata = true,
                CountGroupByExecutionStatus = true,
            },
        });

    public Task<GetClusterInfoResponse> GetClusterInfo(GetClusterInfoRequest request, CallContext call) =>
        Task.FromResult(new GetClusterInfoResponse
        {
            ServerVersion = ServiceInfo.Version,
            ClusterId = clusterId,
            ClusterName = ServiceInfo.ClusterName,
            HistoryShardCount = 1,
            PersistenceStore = "sqlite",
            VisibilityStore = "sqlite",
            InitialFailoverVersion = 1,
            FailoverVersionIncrement = 10,
            VersionInfo = new VersionInfo { Current = new ReleaseInfo { Version = ServiceInfo.Version } },
            SupportedClients =
            {
                ["temporal-go"] = "<2.0.0",
                ["temporal-java"] = "<2.0.0",
                ["temporal-typescript"] = "<2.0.0",
                ["temporal-dotnet"] = "<2.0.0",
                ["temporal-python"] = "<2.0.0",
                ["temporal-cli"] = "<2.0.0",
                ["temporal-ui"] = "<3.0.0",
            },
        });

    public static Task<HealthCheckResponse> Check(HealthCheckRequest request, CallContext call) => Services.Contains(request.Service)
        ? Task.FromResult(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.Serving })
        : throw Refusals.NotFound($"unknown service {request.Service}");
}
