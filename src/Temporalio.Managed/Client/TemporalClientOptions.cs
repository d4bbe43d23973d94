using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Temporalio.Api.Enums.V1;
using Temporalio.Client.Interceptors;
using Temporalio.Converters;

namespace Temporalio.Client;

/// <summary>Options of a client.</summary>
public class TemporalClientOptions : ICloneable
{
    /// <summary>The namespace. Default "default".</summary>
    public string Namespace { get; set; } = "default";

    /// <summary>How values become payloads. Default <see cref="Converters.DataConverter.Default" />.</summary>
    public DataConverter DataConverter { get; set; } = DataConverter.Default;

    /// <summary>
    /// Interceptors, outermost first. Those that are worker interceptors too are used by the workers of this client.
    /// </summary>
    public IReadOnlyCollection<IClientInterceptor>? Interceptors { get; set; }

    /// <summary>Where logs go. Default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>When the service is to reject a query; each query may say otherwise.</summary>
    public QueryRejectCondition? QueryRejectCondition { get; set; }

    /// <summary>A shallow copy.</summary>
    public virtual object Clone() => MemberwiseClone();
}
