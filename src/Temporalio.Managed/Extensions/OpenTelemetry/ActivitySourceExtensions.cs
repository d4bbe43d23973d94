using System.Diagnostics;
using Temporalio.Workflows;

namespace Temporalio.Extensions.OpenTelemetry;

/// <summary>Spans in workflows.</summary>
public static class ActivitySourceExtensions
{
    /// <summary>
    /// Records a span that ends at once, and takes its place in the trace until the result is disposed of. The only way to
    /// make spans in a workflow: it makes none while history is replayed.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="name">The span's name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="links">Its links.</param>
    /// <param name="evenOnReplay">True: make the span while replaying too.</param>
    /// <param name="inheritParentTags">True: the tags of the place above come first.</param>
    /// <param name="updateActivity">Called with the span before it ends, if there is one.</param>
    /// <exception cref="InvalidOperationException">Outside of a workflow.</exception>
    public static WorkflowDiagnosticActivity TrackWorkflowDiagnosticActivity(
        this ActivitySource source,
        string name,
        ActivityKind kind = ActivityKind.Internal,
        IEnumerable<KeyValuePair<string, object?>>? tags = null,
        IEnumerable<ActivityLink>? links = null,
        bool evenOnReplay = false,
        bool inheritParentTags = true,
        Action<Activity>? updateActivity = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!Workflow.InWorkflow)
        {
            throw new InvalidOperationException("Not in a workflow");
        }
        var above = WorkflowDiagnosticActivity.Current;
        KeyValuePair<string, object?>[] all = [.. inheritParentTags ? above?.Tags ?? [] : [], .. tags ?? []];
        var activity = Workflow.Unsafe.IsReplaying && !evenOnReplay
            ? null
            : source.StartActivity(name, kind, above?.Context ?? default, all, links);
        if (activity is not null)
        {
            updateActivity?.Invoke(activity);
            activity.Stop();
        }
        return new(activity, activity?.Context ?? above?.Context ?? default, all);
    }
}
