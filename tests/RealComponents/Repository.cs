namespace RealComponents;

/// <summary>Places in the working copy that tests run from.</summary>
public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A scratch folder below <c>artifacts/</c>, made when missing; kept between runs so that downloads are not repeated.</summary>
    public static string Scratch(string name) => Directory.CreateDirectory(Path.Combine(Root, "artifacts", "scratch", name)).FullName;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ActivityCore.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No ActivityCore.sln above {AppContext.BaseDirectory}: tests run from a working copy.");
    }
}
