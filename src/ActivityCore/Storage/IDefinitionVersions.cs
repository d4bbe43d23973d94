using ActivityCore.Definitions;

namespace ActivityCore.Storage;

/// <summary>Every version of every definition that was ever loaded: what a pinned hash stands for. Safe to share.</summary>
public interface IDefinitionVersions
{
    /// <summary>Keeps the version unless it is there already.</summary>
    Task RecordAsync(ActivityDefinition definition, CancellationToken cancellationToken = default);

    /// <summary>The version, or null.</summary>
    Task<DefinitionVersion?> FindAsync(Guid id, string hash, CancellationToken cancellationToken = default);

    /// <summary>The versions of one definition (or of all), the last seen first.</summary>
    Task<IReadOnlyList<DefinitionVersion>> ListAsync(Guid? id, CancellationToken cancellationToken = default);
}
