using Temporalio.Api.History.V1;

namespace Temporalio.Client;

/// <summary>A page of a history. It is never empty while there are further pages.</summary>
/// <param name="Events">The events.</param>
/// <param name="NextPageToken">Token of the next page, or null at the end.</param>
public record WorkflowHistoryEventPage(IReadOnlyCollection<HistoryEvent> Events, byte[]? NextPageToken);
