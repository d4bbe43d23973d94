namespace ActivityCore.Storage;

/// <summary>What could not be handled because of its content. Outages never come here. Safe to share.</summary>
public interface IDeadLetters
{
    /// <summary>Keeps it. The same kind, source and key again counts up and opens it again; returns its id.</summary>
    Task<string> AddAsync(NewDeadLetter letter, CancellationToken cancellationToken = default);

    /// <summary>The letter by id or by the first characters of it where they name only one; otherwise null.</summary>
    Task<DeadLetter?> FindAsync(string idOrPrefix, CancellationToken cancellationToken = default);

    Task<Page<DeadLetter>> ListAsync(DeadLetterFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Settles it; false when there is no open one of that id.</summary>
    Task<bool> ResolveAsync(string id, string resolution, CancellationToken cancellationToken = default);

    /// <summary>How many are open, by kind; a kind without any is left out.</summary>
    Task<IReadOnlyDictionary<DeadLetterKind, long>> CountOpenAsync(CancellationToken cancellationToken = default);
}
