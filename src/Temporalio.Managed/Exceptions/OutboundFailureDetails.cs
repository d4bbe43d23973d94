namespace Temporalio.Exceptions;

/// <summary>Details that this process made and that are converted when the failure is sent.</summary>
public record OutboundFailureDetails(IReadOnlyCollection<object?> Details) : IFailureDetails
{
    /// <inheritdoc />
    public int Count => Details.Count;

    /// <inheritdoc />
    public T ElementAt<T>(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return (T)Details.ElementAt(index)!;
    }
}
