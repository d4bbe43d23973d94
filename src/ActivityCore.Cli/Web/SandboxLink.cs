namespace ActivityCore.Cli.Web;

/// <summary>Where the page of the stand-ins is.</summary>
/// <param name="Path">Null where there are none.</param>
internal sealed record SandboxLink(string? Path);
