using ActivityCore.Cli.CommandLine;
using ActivityCore.Context;
using ActivityCore.Definitions;
using ActivityCore.Events;

namespace ActivityCore.Cli.Definitions;

/// <summary>Definitions and event types from files alone: no store, no server, no socket.</summary>
internal static class DefinitionFiles
{
    /// <summary>Reads the folder, or the one file, that a command names.</summary>
    /// <param name="path">A folder or a file; null: the folder of the settings.</param>
    /// <param name="settings">Where definitions and event types are by default.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <exception cref="CliException">There is nothing at the path.</exception>
    public static async Task<(DefinitionCatalog Catalog, string Folder)> ReadAsync(string? path, ActivityCoreSettings settings, CancellationToken cancel)
    {
        var place = path ?? settings.DefinitionsDirectory;
        var loader = new DefinitionLoader(await ReadEventTypesAsync(settings, cancel), ContextSourcesOf(settings), settings.InstructionTargets);
        if (File.Exists(place))
        {
            var file = new KeyValuePair<string, byte[]>(Path.GetFileName(place), await File.ReadAllBytesAsync(place, cancel));
            return (CatalogBuilder.Build(loader, [file], DefinitionCatalog.Empty), Path.GetDirectoryName(Path.GetFullPath(place))!);
        }

        if (!Directory.Exists(place))
        {
            throw new CliException(ExitCode.Usage, $"There is no file or folder {place}.", "Name one, or set ACTIVITY_DEFINITIONS_DIR.");
        }

        return (CatalogBuilder.Build(loader, await FolderFiles.ReadAsync(place, cancel), DefinitionCatalog.Empty), Path.GetFullPath(place));
    }

    /// <summary>The one definition that a command names, by name or by file.</summary>
    /// <exception cref="CliException">There is none, or its file is broken.</exception>
    public static async Task<ActivityDefinition> FindAsync(string nameOrFile, ActivityCoreSettings settings, CancellationToken cancel)
    {
        var isFile = File.Exists(nameOrFile);
        var (catalog, folder) = await ReadAsync(isFile ? nameOrFile : null, settings, cancel);
        var entry = isFile
            ? catalog.Entries[0]
            : catalog.Entries.FirstOrDefault(e => string.Equals(e.Definition?.Name, nameOrFile, StringComparison.Ordinal)
                || string.Equals(Path.GetFileNameWithoutExtension(e.File), nameOrFile, StringComparison.Ordinal));
        return entry switch
        {
            { Definition: { } definition } => definition,
            { } broken => throw new CliException(ExitCode.Usage, string.Join('\n', broken.Problems)),
            null => throw new CliException(
                ExitCode.Usage,
                $"There is no definition {nameOrFile} in {folder}.",
                $"The definitions are: {string.Join(", ", catalog.Definitions.Select(d => d.Name))}.{Broken(catalog)}"),
        };
    }

    // A broken file may be the one that is meant, and its name cannot be read.
    private static string Broken(DefinitionCatalog catalog)
    {
        var files = catalog.Entries.Where(entry => entry.Definition is null).Select(entry => entry.File).ToList();
        return files.Count == 0 ? "" : $" Broken, and so not among them: {string.Join(", ", files)}; activity-core definitions validate says why.";
    }

    // As the server has them; without a file of endpoints any `http.NAME` may be one of the installation's.
    private static string[] ContextSourcesOf(ActivityCoreSettings settings) =>
    [
        .. ContextSources.ShippedNames,
        .. settings.HttpEndpoints.Select(endpoint => $"http.{endpoint.Name}").DefaultIfEmpty(ContextSources.AnyEndpoint),
    ];

    /// <summary>The event types; none where the folder is missing, for then every type is unknown and said to be so.</summary>
    public static async Task<EventTypeRegistry> ReadEventTypesAsync(ActivityCoreSettings settings, CancellationToken cancel) =>
        Directory.Exists(settings.EventTypesDirectory) ? (await EventTypeFolder.ReadAsync(settings.EventTypesDirectory, cancel)).Registry : EventTypeRegistry.Empty;
}
