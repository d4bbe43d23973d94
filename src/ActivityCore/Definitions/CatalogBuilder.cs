using System.Security.Cryptography;

namespace ActivityCore.Definitions;

/// <summary>
/// The files of a folder and the catalog before to the next catalog. A broken file keeps the last good version of the same
/// file; ids and names are unique, and where two files claim one, the file that had it before keeps it. Pure: no I/O.
/// </summary>
public static class CatalogBuilder
{
    /// <summary>Whether a catalog was built of exactly these files, so that building it again would come to the same.</summary>
    public static bool IsCurrent(DefinitionCatalog catalog, IReadOnlyCollection<KeyValuePair<string, byte[]>> files)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(files);
        var hashes = catalog.Entries.ToDictionary(e => e.File, e => e.FileHash, StringComparer.Ordinal);
        return files.Count == hashes.Count && files.All(f => hashes.GetValueOrDefault(f.Key) == Hash(f.Value));
    }

    /// <summary>Builds the next catalog.</summary>
    /// <param name="loader">Reads each file.</param>
    /// <param name="files">Paths relative to the folder with their bytes; all files of the folder.</param>
    /// <param name="before">The catalog in use; <see cref="DefinitionCatalog.Empty"/> at first.</param>
    public static DefinitionCatalog Build(DefinitionLoader loader, IEnumerable<KeyValuePair<string, byte[]>> files, DefinitionCatalog before)
    {
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(before);
        var old = before.Entries.ToDictionary(e => e.File, StringComparer.Ordinal);
        var claims = new Claims();
        var entries = new List<CatalogEntry>();
        foreach (var (file, bytes) in files.OrderByDescending(f => old.GetValueOrDefault(f.Key)?.Definition is not null).ThenBy(f => f.Key, StringComparer.Ordinal))
        {
            var reading = loader.Load(file, bytes);
            var (definition, problems) = reading;
            var lastGood = old.GetValueOrDefault(file)?.Definition;
            if (definition is not null && claims.Refusal(definition, reading.IdAt, reading.NameAt) is { } refusal)
            {
                problems = [.. problems, refusal];
                definition = null;
            }

            // The last good version may itself have lost its id or name to a file read before this one.
            var kept = definition is null && lastGood is not null && claims.Refusal(lastGood) is null ? lastGood : null;
            entries.Add(new CatalogEntry
            {
                File = file,
                FileHash = Hash(bytes),
                Definition = claims.Take(definition ?? kept),
                Problems = problems,
                State = definition switch
                {
                    { Enabled: true } => DefinitionState.Loaded,
                    { } => DefinitionState.Disabled,
                    null => kept is null ? DefinitionState.Broken : DefinitionState.BrokenLastGoodKept,
                },
            });
        }

        return new DefinitionCatalog(entries);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private sealed class Claims
    {
        private readonly Dictionary<Guid, ActivityDefinition> _ids = [];
        private readonly Dictionary<string, ActivityDefinition> _names = new(StringComparer.Ordinal);

        public FileProblem? Refusal(ActivityDefinition definition, (int Line, int Column) idAt = default, (int Line, int Column) nameAt = default)
        {
            if (_ids.TryGetValue(definition.Id, out var other))
                return Problem(definition, idAt, $"The id {definition.Id} is already used in {other.File}: make a new one with `uuidgen`.");

            return _names.TryGetValue(definition.Name, out other)
                ? Problem(definition, nameAt, $"The name `{definition.Name}` is already used in {other.File}: choose another.")
                : null;
        }

        public ActivityDefinition? Take(ActivityDefinition? definition)
        {
            if (definition is not null)
            {
                _ids.Add(definition.Id, definition);
                _names.Add(definition.Name, definition);
            }

            return definition;
        }

        private static FileProblem Problem(ActivityDefinition definition, (int Line, int Column) at, string message) =>
            new(definition.File, at.Line, at.Column, ProblemSeverity.Error, message);
    }
}
