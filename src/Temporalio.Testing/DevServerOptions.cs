namespace Temporalio.Testing;

/// <summary>How the development service of a local environment runs.</summary>
public class DevServerOptions
{
    /// <summary>File that keeps everything. Null, the default, keeps it in memory only.</summary>
    public string? DatabaseFilename { get; set; }
}
