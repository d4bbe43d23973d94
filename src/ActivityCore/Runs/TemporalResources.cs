using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace ActivityCore.Runs;

/// <summary>What a namespace must have before runs can be started in it.</summary>
public static class TemporalResources
{
    /// <summary>Registers the search attributes that are missing. May be repeated and run by several processes at once.</summary>
    /// <returns>The names that were missing.</returns>
    /// <exception cref="InvalidOperationException">The namespace has one of the names with another type.</exception>
    /// <exception cref="RpcException">The service refused or could not be reached.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(ITemporalClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var rpc = new RpcOptions { CancellationToken = cancellationToken };
        var operators = client.Connection.OperatorService;
        var present = (await operators.ListSearchAttributesAsync(new() { Namespace = client.Options.Namespace }, rpc)).CustomAttributes;
        var missing = new List<string>();
        var request = new AddSearchAttributesRequest { Namespace = client.Options.Namespace };
        foreach (var name in RunSearchAttributes.All.Select(key => key.Name))
        {
            if (!present.TryGetValue(name, out var type))
            {
                missing.Add(name);
                request.SearchAttributes.Add(name, IndexedValueType.Keyword);
            }
            else if (type != IndexedValueType.Keyword)
            {
                throw new InvalidOperationException($"The search attribute {name} is a {type} in the namespace {client.Options.Namespace} and must be a Keyword.");
            }
        }

        if (missing.Count > 0)
        {
            try
            {
                await operators.AddSearchAttributesAsync(request, rpc);
            }
            catch (RpcException e) when (e.Code == RpcException.StatusCode.AlreadyExists)
            {
                // Another process was faster.
            }
        }

        return missing;
    }
}
