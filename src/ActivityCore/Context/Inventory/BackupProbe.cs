namespace ActivityCore.Context.Inventory;

/// <summary>Looks for the newest file of a backup. Nothing is opened.</summary>
internal static class BackupProbe
{
    private const int MaxFiles = 10_000;

    /// <summary>When the newest file was written and how large it is, or why there is none.</summary>
    public static (DateTimeOffset? WrittenAt, long Bytes, string? Reason) Look(string path)
    {
        try
        {
            var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
            if (!folder.Exists)
            {
                return (null, 0, "FolderMissing");
            }

            var newest = folder.EnumerateFiles(Path.GetFileName(path), new EnumerationOptions { MatchType = MatchType.Simple, AttributesToSkip = FileAttributes.None })
                .Take(MaxFiles)
                .Select(file => (WrittenAt: file.LastWriteTimeUtc, file.Length))
                .OrderByDescending(file => file.WrittenAt)
                .FirstOrDefault();
            return newest == default ? (null, 0, "NoFile") : (new DateTimeOffset(newest.WrittenAt, TimeSpan.Zero), newest.Length, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, 0, "CannotRead");
        }
    }
}
