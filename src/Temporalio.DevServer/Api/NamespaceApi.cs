using Google.Protobuf;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Namespace.V1;
using Temporalio.Api.Replication.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Api;

internal sealed class NamespaceApi(NamespaceRegistry namespaces)
{
    private const int DefaultPageSize = 100;

    public async Task<RegisterNamespaceResponse> Register(RegisterNamespaceRequest request, CallContext call)
    {
        Checks.Id(request.Namespace, "Namespace");
        var retention = Checks.Timeout(request.WorkflowExecutionRetentionPeriod, "WorkflowExecutionRetentionPeriod");
        if (retention == 0)
            throw Refusals.Invalid("A valid retention period is not set on request.");
        var record = new NamespaceRecord
        {
            Name = request.Namespace,
            State = (int)NamespaceState.Registered,
            Description = request.Description,
            OwnerEmail = request.OwnerEmail,
            Retention = retention,
        };
        record.Data.Add(request.Data);
        await namespaces.RegisterAsync(record).ConfigureAwait(false);
        return new RegisterNamespaceResponse();
    }

    public Task<DescribeNamespaceResponse> Describe(DescribeNamespaceRequest request, CallContext call)
    {
        if (request.Namespace.Length == 0 && request.Id.Length == 0)
            throw Refusals.Invalid("Namespace not set on request.");
        return Task.FromResult(Describe(request.Namespace.Length > 0 ? namespaces.Get(request.Namespace) : namespaces.GetById(request.Id)));
    }

    public Task<ListNamespacesResponse> List(ListNamespacesRequest request, CallContext call)
    {
        var after = request.NextPageToken.IsEmpty ? 0
            : long.TryParse(request.NextPageToken.ToStringUtf8(), out var key) ? key
            : throw Refusals.InvalidPageToken();
        var size = request.PageSize > 0 ? Math.Min(request.PageSize, 1000) : DefaultPageSize;
        var page = namespaces.All.Where(n => n.Key > after).Take(size + 1).ToList();
        var response = new ListNamespacesResponse();
        response.Namespaces.AddRange(page.Take(size).Select(Describe));
        if (page.Count > size)
            response.NextPageToken = ByteString.CopyFromUtf8(page[size - 1].Key.ToString());
        return Task.FromResult(response);
    }

    public async Task<UpdateNamespaceResponse> Update(UpdateNamespaceRequest request, CallContext call)
    {
        var entry = await namespaces.UpdateAsync(namespaces.Get(request.Namespace), state => Change(state, request)).ConfigureAwait(false);
        return new UpdateNamespaceResponse { NamespaceInfo = Info(entry), Config = Config(entry), ReplicationConfig = Replication() };
    }

    /// <summary>What a request leaves empty stays as it is; data is added to.</summary>
    private static void Change(NamespaceRecord state, UpdateNamespaceRequest request)
    {
        if (request.PromoteNamespace)
            throw Refusals.Invalid("A namespace of a service with one cluster cannot be made global.");
        if (request.UpdateInfo is { } info)
        {
            state.Description = info.Description.Length > 0 ? info.Description : state.Description;
            state.OwnerEmail = info.OwnerEmail.Length > 0 ? info.OwnerEmail : state.OwnerEmail;
            foreach (var (name, value) in info.Data)
                state.Data[name] = value;
        }

        if (request.Config?.WorkflowExecutionRetentionTtl is { } duration)
        {
            var retention = Checks.Timeout(duration, "WorkflowExecutionRetentionPeriod");
            state.Retention = retention > 0 ? retention : throw Refusals.Invalid("A valid retention period is not set on request.");
        }

        if (request.Config is { HistoryArchivalState: ArchivalState.Enabled } or { VisibilityArchivalState: ArchivalState.Enabled })
            throw Refusals.Invalid("This service keeps no archive.");
    }

    private static DescribeNamespaceResponse Describe(NamespaceEntry entry) =>
        new() { NamespaceInfo = Info(entry), Config = Config(entry), ReplicationConfig = Replication() };

    private static NamespaceInfo Info(NamespaceEntry entry)
    {
        var info = new NamespaceInfo
        {
            Name = entry.Name,
            Id = entry.Id,
            State = (NamespaceState)entry.State.State,
            Description = entry.State.Description,
            OwnerEmail = entry.State.OwnerEmail,
            Capabilities = new() { EagerWorkflowStart = true, WorkerPollCompleteOnShutdown = true },
            Limits = new() { BlobSizeLimitError = EngineLimits.MaxBlobBytes, MemoSizeLimitError = EngineLimits.MaxMemoBytes },
            SupportsSchedules = true,
        };
        info.Data.Add(entry.State.Data);
        return info;
    }

    private static NamespaceConfig Config(NamespaceEntry entry)
    {
        var config = new NamespaceConfig
        {
            WorkflowExecutionRetentionTtl = Times.ToDuration(entry.State.Retention),
            BadBinaries = new(),
            HistoryArchivalState = ArchivalState.Disabled,
            VisibilityArchivalState = ArchivalState.Disabled,
        };
        foreach (var name in entry.SearchAttributes.Keys)
            config.CustomSearchAttributeAliases[name] = name;
        return config;
    }

    /// <summary>The official CLI reads it without asking whether it is there.</summary>
    private static NamespaceReplicationConfig Replication() => new()
    {
        ActiveClusterName = ServiceInfo.ClusterName,
        Clusters = { new ClusterReplicationConfig { ClusterName = ServiceInfo.ClusterName } },
        State = ReplicationState.Normal,
    };
}
