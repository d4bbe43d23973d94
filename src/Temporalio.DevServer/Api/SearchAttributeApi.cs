using System.Collections.Frozen;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Api;

internal sealed class SearchAttributeApi(NamespaceRegistry namespaces, string defaultNamespace)
{
    private static readonly FrozenSet<IndexedValueType> Types = Enum.GetValues<IndexedValueType>()
        .Where(t => t != IndexedValueType.Unspecified).ToFrozenSet();

    public async Task<AddSearchAttributesResponse> Add(AddSearchAttributesRequest request, CallContext call)
    {
        var ns = Namespace(request.Namespace);
        if (request.SearchAttributes.Count == 0)
            throw Refusals.Invalid("SearchAttributes are not set on request.");
        foreach (var (name, type) in request.SearchAttributes)
        {
            Checks.Id(name, "SearchAttribute name");
            if (name.StartsWith(SystemSearchAttributes.ReservedPrefix, StringComparison.Ordinal)
                || SystemSearchAttributes.System.ContainsKey(name) || SystemSearchAttributes.Predefined.ContainsKey(name))
            {
                throw Refusals.Invalid($"Search attribute {name} is reserved by system.");
            }

            if (!Types.Contains(type))
                throw Refusals.Invalid($"Unknown search attribute type for {name}.");
            if (ns.SearchAttributes.TryGetValue(name, out var known) && known != type)
                throw new RpcStatusException(GrpcStatusCode.AlreadyExists, $"Search attribute {name} already exists with type {known}.");
        }

        await namespaces.AddSearchAttributesAsync(ns, request.SearchAttributes).ConfigureAwait(false);
        return new AddSearchAttributesResponse();
    }

    public async Task<RemoveSearchAttributesResponse> Remove(RemoveSearchAttributesRequest request, CallContext call)
    {
        var ns = Namespace(request.Namespace);
        foreach (var name in request.SearchAttributes)
        {
            if (SystemSearchAttributes.System.ContainsKey(name) || SystemSearchAttributes.Predefined.ContainsKey(name))
                throw Refusals.Invalid($"Unable to remove non-custom search attributes: {name}.");
        }

        await namespaces.RemoveSearchAttributesAsync(ns, request.SearchAttributes).ConfigureAwait(false);
        return new RemoveSearchAttributesResponse();
    }

    public Task<ListSearchAttributesResponse> List(ListSearchAttributesRequest request, CallContext call)
    {
        var ns = Namespace(request.Namespace);
        var response = new ListSearchAttributesResponse();
        foreach (var (name, type) in ns.SearchAttributes)
            response.CustomAttributes[name] = type;
        foreach (var (name, type) in SystemSearchAttributes.System.Concat(SystemSearchAttributes.Predefined))
            response.SystemAttributes[name] = type;
        return Task.FromResult(response);
    }

    public Task<GetSearchAttributesResponse> Get(GetSearchAttributesRequest request, CallContext call)
    {
        var response = new GetSearchAttributesResponse();
        var custom = namespaces.All.SelectMany(n => n.SearchAttributes);
        foreach (var (name, type) in custom.Concat(SystemSearchAttributes.System).Concat(SystemSearchAttributes.Predefined))
            response.Keys[name] = type;
        return Task.FromResult(response);
    }

    private NamespaceEntry Namespace(string name) => namespaces.Get(name.Length == 0 ? defaultNamespace : name);
}
