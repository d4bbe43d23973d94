using ActivityCore.Definitions;

namespace ActivityCore.Events;

/// <summary>Reads the event types of a folder.</summary>
public static class EventTypeFolder
{
    /// <summary>Reads all event types; problems of single files are in the result.</summary>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or a file may not be read.</exception>
    public static async Task<EventTypeReading> ReadAsync(string path, CancellationToken cancellationToken = default) =>
        EventTypeLoader.Load(await FolderFiles.ReadAsync(path, cancellationToken));
}
