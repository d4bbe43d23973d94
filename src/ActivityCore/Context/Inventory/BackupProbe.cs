namespace ActivityCore.Context.Inventory;

/// <summary>Looks for the newest file of a backup. Nothing is opened.</summary>
internal static class BackupProbe
{
    private static readonly EnumerationOptions AllFiles = new() { MatchType = MatchType.Simple, AttributesToSkip = FileAttributes.None };

    /// <summary>When the newest file was written and how large it is, or why there is none. However many files there are, only the newest is kept in mind.</summary>
    /// <exception cref="OperationCanceledException">The time was over before every file was seen.</exception>
    public static (DateTimeOffset? WrittenAt, long Bytes, string? Reason) Look(string path, CancellationToken cancellationToken)
    {
        try
        {
            var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
            if (!folder.Exists)
            {
                return (null, 0, "FolderMissing");
            }

            (DateTime WrittenAt, long Bytes)? newest = null;
            foreach (var file in folder.EnumerateFiles(Path.GetFileName(path), AllFiles))
            {
                cancellationToken.ThrowIfCancellationRequested();
                // One that is gone by now was rotated away while we looked.
                if (file.Exists && (newest is null || file.LastWriteTimeUtc > newest.Value.WrittenAt))
                {
                    newest = (file.LastWriteTimeUtc, file.Length);
                }
            }

            return newest is { } found ? (new DateTimeOffset(found.WrittenAt, TimeSpan.Zero), found.Bytes, null) : (null, 0, "NoFile");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, 0, "CannotRead");
        }
    }
}
