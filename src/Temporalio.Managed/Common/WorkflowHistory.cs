using Google.Protobuf;
using Temporalio.Api.History.V1;

namespace Temporalio.Common;

/// <summary>The history of one run.</summary>
/// <param name="Id">The workflow's id.</param>
/// <param name="Events">The events, first to last.</param>
public record WorkflowHistory(string Id, IReadOnlyCollection<HistoryEvent> Events)
{
    /// <summary>The history as protobuf JSON; the workflow's id is not in it.</summary>
    public string ToJson() => JsonFormatter.Default.Format(new History { Events = { Events } });

    /// <inheritdoc cref="ToJson()" />
    public void ToJson(TextWriter writer) => JsonFormatter.Default.Format(new History { Events = { Events } }, writer);

    /// <summary>
    /// Reads the JSON of <see cref="ToJson()" />, of Temporal's command line or of its web pages. Fields unknown here are ignored.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not a JSON object.</exception>
    public static WorkflowHistory FromJson(string workflowId, string json) =>
        new(workflowId, WorkflowHistoryJson.Parse(json).Events);
}
