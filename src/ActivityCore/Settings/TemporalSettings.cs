namespace ActivityCore.Settings;

/// <summary>The Temporal service that runs live on.</summary>
public sealed record TemporalSettings
{
    /// <summary>HOST:PORT; null: the embedded service.</summary>
    public string? Address { get; init; }

    public string Namespace { get; init; } = "default";

    public string TaskQueue { get; init; } = "activity-core";

    /// <summary>Secret.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool Tls { get; init; }

    /// <summary>PEM file of the authorities to trust; null: the system's.</summary>
    public string? ServerCaFile { get; init; }

    /// <summary>PEM file of the client certificate, or null.</summary>
    public string? ClientCertFile { get; init; }

    /// <summary>PEM file of its key; set exactly when <see cref="ClientCertFile"/> is.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>Name expected in the server's certificate; null: the address.</summary>
    public string? ServerName { get; init; }

    /// <summary>Base address of the web UI that shows this service's workflows, or null: pages and commands then link to none.</summary>
    public Uri? UiUrl { get; init; }

    /// <summary>Leaves the key out, so that a settings object in a message gives nothing away.</summary>
    public override string ToString() => $"{Address ?? "embedded"}, namespace {Namespace}, task queue {TaskQueue}";
}
