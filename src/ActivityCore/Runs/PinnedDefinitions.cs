using System.Collections.Concurrent;
using System.Text;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Storage;

namespace ActivityCore.Runs;

/// <summary>
/// Definitions by id and hash, whatever the folder holds now: parsed once and kept. Safe to share.
/// </summary>
public sealed class PinnedDefinitions(IDefinitionVersions versions)
{
    // Each version was checked against event types and context sources when it was taken in. What is gone from the settings since is found out by the step that
    // needs it, and goes by what the definition says of errors there; it must not make the whole definition unreadable.
    private static readonly DefinitionLoader Loader = new(EventTypeRegistry.Empty);

    // A definition is some kilobytes; a process that meets more versions than this starts over.
    private const int Capacity = 1_000;
    private readonly ConcurrentDictionary<(Guid Id, string Hash), ActivityDefinition> _known = new();

    /// <summary>Makes sure that the version can be found by every worker, for ever.</summary>
    public async Task RecordAsync(ActivityDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (!_known.ContainsKey((definition.Id, definition.Hash)))
        {
            await versions.RecordAsync(definition, cancellationToken);
            Keep(definition);
        }
    }

    /// <summary>The definition as it was.</summary>
    /// <exception cref="RunUnusableException">The version is not in the store, or this build cannot read it any more.</exception>
    public async Task<ActivityDefinition> LoadAsync(Guid id, string hash, CancellationToken cancellationToken = default)
    {
        if (_known.TryGetValue((id, hash), out var known))
        {
            return known;
        }

        var version = await versions.FindAsync(id, hash, cancellationToken)
            ?? throw new RunUnusableException($"The definition {id} at {hash} is not in the store.");
        var (definition, problems) = Loader.Load(version.File, Encoding.UTF8.GetBytes(version.Source));
        if (definition is null)
        {
            throw new RunUnusableException(
                $"The definition {version.Name} at {hash} cannot be read by this build: {string.Join(" ", problems.Where(p => p.Severity == ProblemSeverity.Error))}");
        }

        Keep(definition);
        return definition;
    }

    private void Keep(ActivityDefinition definition)
    {
        if (_known.Count >= Capacity)
        {
            _known.Clear();
        }

        _known[(definition.Id, definition.Hash)] = definition;
    }
}
