namespace ActivityCore.Routing;

/// <summary>What routing an event came to.</summary>
/// <param name="Started">Ids of the runs whose workflows are started, now or before.</param>
/// <param name="NotMatched">Ids of the runs that were recorded because a trigger's own condition did not hold.</param>
/// <param name="Failed">Ids of the runs that were recorded because a trigger's own condition could not be decided.</param>
public sealed record RoutingResult(IReadOnlyList<string> Started, IReadOnlyList<string> NotMatched, IReadOnlyList<string> Failed)
{
    /// <summary>No definition took the event.</summary>
    public bool NoMatch => Started.Count + Failed.Count == 0;
}
