namespace ActivityCore.Tests.Rules;

/// <summary>The files of the repository that the tests compare with.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ActivityCore.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("ActivityCore.sln is in no folder above the tests.");
        return folder.FullName;
    }
}
