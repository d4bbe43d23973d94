namespace ActivityCore.Definitions;

/// <summary>Reads the YAML files of a folder and its subfolders: at most 500 files, each bounded, links that lead out refused.</summary>
public static class FolderFiles
{
    private const int MaxFiles = 500;

    // One byte more than the YAML reader takes, so that it can say what is wrong.
    private const int MaxRead = Yaml.YamlLimits.MaxBytes + 1;

    /// <summary>All <c>*.yaml</c> and <c>*.yml</c> files but <c>*.tests.yaml</c>, by their paths relative to <paramref name="folder"/> with <c>/</c>.</summary>
    /// <exception cref="IOException">The folder or a file cannot be read, a link leads out of the folder, or there are too many files.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or a file may not be read.</exception>
    public static async Task<IReadOnlyList<KeyValuePair<string, byte[]>>> ReadAsync(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var root = new DirectoryInfo(Resolved(Path.GetFullPath(folder)));
        var files = new List<KeyValuePair<string, byte[]>>();
        foreach (var path in Paths(root))
        {
            if (files.Count == MaxFiles)
                throw new IOException($"The folder {folder} holds more than {MaxFiles} YAML files.");

            var relative = Path.GetRelativePath(root.FullName, path).Replace(Path.DirectorySeparatorChar, '/');
            CheckInside(root.FullName, path, relative);
            files.Add(new(relative, await ReadBoundedAsync(path, cancellationToken)));
        }

        return files;
    }

    private static IEnumerable<string> Paths(DirectoryInfo root) => root
        .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 8 })
        .Select(f => f.FullName)
        .Where(p => Path.GetExtension(p) is ".yaml" or ".yml")
        .Where(p => !Path.GetFileNameWithoutExtension(p).EndsWith(".tests", StringComparison.Ordinal) && !Path.GetFileName(p).StartsWith('.'))
        .Where(p => !Path.GetRelativePath(root.FullName, p).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.')))
        .Order(StringComparer.Ordinal);

    // Links inside the folder are fine (a mounted ConfigMap is made of them); every folder on the way may be one.
    private static void CheckInside(string root, string path, string relative)
    {
        var target = Resolved(path);
        if (!target.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new IOException($"The file {relative} is a link that leads out of the folder: put the file itself there.");
    }

    private static string Resolved(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;

        var here = Path.Combine(Resolved(parent), Path.GetFileName(path));
        FileSystemInfo info = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return info.ResolveLinkTarget(returnFinalTarget: true) is { } target && target.FullName != here ? Resolved(target.FullName) : here;
    }

    private static async Task<byte[]> ReadBoundedAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[MaxRead];
        var count = await stream.ReadAtLeastAsync(buffer, MaxRead, throwOnEndOfStream: false, cancellationToken);
        return buffer[..count];
    }
}
