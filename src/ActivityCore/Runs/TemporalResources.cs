using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace ActivityCore.Runs;

/// <summary>What a namespace must have before runs can be started in it.</summary>
public static class TemporalResources
{
    /// <summary>The names of the search attributes that the namespace lacks. Changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The namespace has one of the names with another type.</exception>
    /// <exception cref="RpcException">The service refused or could not be reached.</exception>
    public static async Task<IReadOnlyList<string>> FindMissingAsync(ITemporalClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var ns = client.Options.Namespace;
        var present = (await client.Connection.OperatorService.ListSearchAttributesAsync(new() { Namespace = ns }, Rpc(cancellationToken))).CustomAttributes;
        var missing = new List<string>();
        foreach (var name in RunSearchAttributes.All.Select(key => key.Name))
        {
            if (!present.TryGetValue(name, out var type))
            {
                missing.Add(name);
            }
            else if (type != IndexedValueType.Keyword)
            {
                throw new InvalidOperationException($"The search attribute {name} is a {type} in the namespace {ns} and must be a Keyword.");
            }
        }

        return missing;
    }

    /// <summary>Registers the search attributes that are missing. May be repeated and run by several processes at once.</summary>
    /// <returns>The names that were missing.</returns>
    /// <exception cref="InvalidOperationException">The namespace has one of the names with another type.</exception>
    /// <exception cref="RpcException">The service refused or could not be reached.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(ITemporalClient client, CancellationToken cancellationToken = default)
    {
        var missing = await FindMissingAsync(client, cancellationToken);
        if (missing.Count == 0)
        {
            return missing;
        }

        var request = new AddSearchAttributesRequest { Namespace = client.Options.Namespace };
        foreach (var name in missing)
        {
            request.SearchAttributes.Add(name, IndexedValueType.Keyword);
        }

        try
        {
            await client.Connection.OperatorService.AddSearchAttributesAsync(request, Rpc(cancellationToken));
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.AlreadyExists)
        {
            // Another process was faster.
        }

        return missing;
    }

    private static RpcOptions Rpc(CancellationToken cancellationToken) => new() { CancellationToken = cancellationToken };
}
