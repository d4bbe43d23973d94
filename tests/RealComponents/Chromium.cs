namespace RealComponents;

/// <summary>Debian's Chromium, headless.</summary>
public static class Chromium
{
    /// <summary>Flags that keep it quiet, still and off the network.</summary>
    public static IReadOnlyList<string> Flags { get; } =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>The program's path, or the test is skipped by name.</summary>
    public static string Require()
    {
        var path = Component.Find("chromium", "/usr/bin");
        if (path is null)
        {
            Component.Missing("Chromium", "no chromium on the PATH; Debian's package is chromium.");
        }

        return path;
    }
}
