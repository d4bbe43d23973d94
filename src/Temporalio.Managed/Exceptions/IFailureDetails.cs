namespace Temporalio.Exceptions;

/// <summary>Details of a failure: values of this process, or payloads from the wire that are converted when asked for.</summary>
public interface IFailureDetails
{
    /// <summary>How many details there are.</summary>
    int Count { get; }

    /// <summary>The detail at <paramref name="index" /> as <typeparamref name="T" />.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such detail.</exception>
    T ElementAt<T>(int index);
}
