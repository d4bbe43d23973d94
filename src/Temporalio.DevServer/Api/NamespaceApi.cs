using Google.Protobuf;
using Temporalio.Api.Enums.V1;
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

    private static DescribeNamespaceResponse Describe(NamespaceEntry entry)
    {
        var response = new DescribeNamespaceResponse
        {
            NamespaceInfo = new()
            {
                Name = entry.Name,
                Id = entry.Id,
                State = (NamespaceState)entry.State.State,
                Description = entry.State.Description,
                OwnerEmail = entry.State.OwnerEmail,
                Capabilities = new() { EagerWorkflowStart = true, WorkerPollCompleteOnShutdown = true },
                Limits = new() { BlobSizeLimitError = EngineLimits.MaxBlobBytes, MemoSizeLimitError = EngineLimits.MaxMemoBytes },
            },
            Config = new() { WorkflowExecutionRetentionTtl = Times.ToDuration(entry.State.Retention) },
        };
        response.NamespaceInfo.Data.Add(entry.State.Data);
        foreach (var name in entry.SearchAttributes.Keys)
            response.Config.CustomSearchAttributeAliases[name] = name;
        return response;
    }
}
