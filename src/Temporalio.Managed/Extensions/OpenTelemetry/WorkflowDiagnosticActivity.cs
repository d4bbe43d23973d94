using System.Diagnostics;
using Temporalio.Workflows;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>
/// The place in a trace at which workflow code is. A span cannot stay open over a wait that may end on another machine, so
/// the span itself, if there is one, has ended already. To be disposed of when the code leaves the place.
/// </summary>
public class WorkflowDiagnosticActivity : IDisposable
{
    private static readonly AsyncLocal<WorkflowDiagnosticActivity?> CurrentLocal = new();

    internal WorkflowDiagnosticActivity(
        Activity? activity, ActivityContext context, IReadOnlyCollection<KeyValuePair<string, object?>>? tags)
    {
        if (!Workflow.InWorkflow)
        {
            throw new InvalidOperationException("Not in workflow");
        }
        Activity = activity;
        Context = context;
        Tags = tags;
        Parent = Current;
        CurrentLocal.Value = this;
    }

    /// <summary>Where the running code is.</summary>
    public static WorkflowDiagnosticActivity? Current => CurrentLocal.Value;

    /// <summary>Where it was before.</summary>
    public WorkflowDiagnosticActivity? Parent { get; private init; }

    /// <summary>What goes into headers.</summary>
    public ActivityContext Context { get; private init; }

    /// <summary>The span; null while replaying, and when nobody listens.</summary>
    public Activity? Activity { get; private init; }

    /// <summary>Tags for the spans below.</summary>
    public IReadOnlyCollection<KeyValuePair<string, object?>>? Tags { get; private init; }

    /// <summary>Goes on in a trace that began elsewhere.</summary>
    public static WorkflowDiagnosticActivity AttachFromContext(
        ActivityContext context, IReadOnlyCollection<KeyValuePair<string, object?>>? tags = null) => new(null, context, tags);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Leaves the place.</summary>
    protected virtual void Dispose(bool disposing) => CurrentLocal.Value = Parent;
}
