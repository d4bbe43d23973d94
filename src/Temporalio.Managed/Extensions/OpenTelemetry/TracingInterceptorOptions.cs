using OpenTelemetry.Context.Propagation;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>How traces travel and what spans carry.</summary>
public class TracingInterceptorOptions : ICloneable
{
    /// <summary>The header with the trace. Default: <c>_tracer-data</c>, as in all SDKs.</summary>
    public string HeaderKey { get; set; } = "_tracer-data";

    /// <summary>Writes the trace into the header. Default: the process's own.</summary>
    public TextMapPropagator Propagator { get; set; } = Propagators.DefaultTextMapPropagator;

    /// <summary>Tag with the workflow's id; null for none.</summary>
    public string? TagNameWorkflowId { get; set; } = "temporalWorkflowID";

    /// <summary>Tag with the run's id; null for none.</summary>
    public string? TagNameRunId { get; set; } = "temporalRunID";

    /// <summary>Tag with the activity's id; null for none.</summary>
    public string? TagNameActivityId { get; set; } = "temporalActivityID";

    /// <summary>A copy; the propagator is shared.</summary>
    public virtual object Clone() => MemberwiseClone();
}
