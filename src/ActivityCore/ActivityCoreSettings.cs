using ActivityCore.Evidence;
using ActivityCore.Http;
using ActivityCore.Instructions;
using ActivityCore.Instructions.Shell;
using ActivityCore.Settings;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore;

/// <summary>
/// Everything that can be set, read once from the environment and nowhere else. Immutable by convention after it is read; holds secrets, so never log it.
/// </summary>
public sealed record ActivityCoreSettings
{
    /// <summary>Where rows are kept.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>How long payloads are kept.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>Folder of the embedded default. Default <c>.data</c>.</summary>
    public string DataDirectory { get; init; } = ".data";

    /// <summary>Address of the HTTP API and the web pages.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>Folder with the activity definitions.</summary>
    public string DefinitionsDirectory { get; init; } = "activity-definitions";

    /// <summary>Folder with the event types.</summary>
    public string EventTypesDirectory { get; init; } = "event-types";

    /// <summary>The publisher of an event that names none.</summary>
    public string DefaultPublisher { get; init; } = "unknown";

    /// <summary>The NATS servers, if any.</summary>
    public NatsSettings Nats { get; init; } = new();

    /// <summary>The service that runs live on.</summary>
    public TemporalSettings Temporal { get; init; } = new();

    /// <summary>Where tasks go.</summary>
    public IssueSinkOptions IssueSink { get; init; } = new();

    /// <summary>Base address of State Hub, or null.</summary>
    public Uri? StateHubUrl { get; init; }

    /// <summary>HTTP services that definitions may use by name.</summary>
    public IReadOnlyList<HttpEndpoint> HttpEndpoints { get; init; } = [];

    /// <summary>Programs that shell instructions may have started.</summary>
    public IReadOnlyList<ShellCommand> ShellCommands { get; init; } = [];

    /// <summary>Beginnings of the subjects that nats instructions may publish to.</summary>
    public IReadOnlyList<string> PublishablePrefixes { get; init; } = [];

    /// <summary>Where traces and metrics go.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();

    /// <summary>What instructions may use by name.</summary>
    public InstructionTargets InstructionTargets => new([.. ShellCommands.Select(command => command.Name)], [.. HttpEndpoints.Select(endpoint => endpoint.Name)], PublishablePrefixes);

    /// <summary>The file that the context source <c>ops-inventory</c> reads, or null.</summary>
    public string? InventoryFile { get; init; }

    /// <summary>Where evidence goes.</summary>
    public EvidenceOptions Evidence { get; init; } = new();

    /// <summary>Reads and checks all settings.</summary>
    /// <param name="environment">The variables; a null or empty value counts as unset.</param>
    /// <exception cref="SettingsException">At least one cannot be used; names them all.</exception>
    public static ActivityCoreSettings FromEnvironment(IReadOnlyDictionary<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return FromEnvironment(name => environment.GetValueOrDefault(name));
    }

    /// <inheritdoc cref="FromEnvironment(IReadOnlyDictionary{string, string?})"/>
    public static ActivityCoreSettings FromEnvironment(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var read = new SettingsReader(environment);
        var data = read.Required(SettingsTable.Data);
        var settings = new ActivityCoreSettings
        {
            Storage = ReadStorage(read, data),
            Retention = new() { KeepPayloads = read.Span(SettingsTable.PayloadRetention, none: "forever", least: TimeSpan.FromDays(1)) },
            DataDirectory = data,
            Listen = read.HttpAddress(SettingsTable.Listen) ?? new(SettingsTable.Listen.Default!),
            DefinitionsDirectory = read.Required(SettingsTable.Definitions),
            EventTypesDirectory = read.Required(SettingsTable.EventTypes),
            DefaultPublisher = read.Required(SettingsTable.DefaultPublisher),
            Nats = ReadNats(read),
            Temporal = ReadTemporal(read),
            Telemetry = ReadTelemetry(read),
        };
        settings = settings with
        {
            IssueSink = ReadIssueSink(read, settings.Nats),
            StateHubUrl = read.HttpAddress(SettingsTable.StateHubUrl),
            HttpEndpoints = HttpEndpointFile.Read(read, SettingsTable.HttpEndpoints),
            ShellCommands = ShellAllowFile.Read(read, SettingsTable.ShellAllow),
            PublishablePrefixes = read.SubjectPrefixes(SettingsTable.NatsAllow),
            InventoryFile = read.ExistingFile(SettingsTable.OpsInventory),
        };
        settings = settings with { Evidence = ReadEvidence(read, settings.StateHubUrl) };
        return read.Errors.Count == 0 ? settings : throw new SettingsException(read.Errors);
    }

    /// <summary>Gives nothing away.</summary>
    public override string ToString() => $"{nameof(ActivityCoreSettings)} (Temporal: {Temporal}; sink: {IssueSink.Type})";

    private static StorageOptions ReadStorage(SettingsReader read, string data)
    {
        string[] modes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
        var storage = new StorageOptions
        {
            DatabaseUrl = read.Secret(SettingsTable.DatabaseUrl),
            PgHost = read.Text(SettingsTable.PgHost),
            PgPort = read.Port(SettingsTable.PgPort),
            PgDatabase = read.Text(SettingsTable.PgDatabase),
            PgUser = read.Text(SettingsTable.PgUser),
            PgPassword = read.Secret(SettingsTable.PgPassword),
            PgSslMode = read.Choice(SettingsTable.PgSslMode, modes),
            SqliteFile = Path.Combine(data, "activity-core.db"),
        };
        try
        {
            _ = DatabaseAddress.Parse(storage);
        }
        catch (StorageException e)
        {
            read.Refuse(e.Message);
        }

        return storage;
    }

    private static NatsSettings ReadNats(SettingsReader read)
    {
        var nats = new NatsSettings
        {
            Url = read.NatsAddresses(SettingsTable.NatsUrl),
            CredentialsFile = read.ExistingFile(SettingsTable.NatsCredentials),
            Token = read.Secret(SettingsTable.NatsToken),
            User = read.Text(SettingsTable.NatsUser),
            Password = read.Secret(SettingsTable.NatsPassword),
            TlsCaFile = read.ExistingFile(SettingsTable.NatsTlsCa),
            Stream = read.NatsName(SettingsTable.NatsStream),
            Consumer = read.NatsName(SettingsTable.NatsConsumer),
            Replicas = read.Count(SettingsTable.NatsReplicas, max: 5),
        };
        read.RequireBoth(SettingsTable.NatsUser, nats.User, SettingsTable.NatsPassword, nats.Password);
        string?[] proofs = [nats.CredentialsFile, nats.Token, nats.User];
        if (proofs.Count(proof => proof is not null) > 1)
        {
            read.Refuse(SettingsTable.NatsCredentials, "more than one of NATS_CREDENTIALS_FILE, NATS_TOKEN and NATS_USER is set; keep the one that the servers ask for.");
        }

        return nats;
    }

    private static TemporalSettings ReadTemporal(SettingsReader read)
    {
        var temporal = new TemporalSettings
        {
            Address = read.HostAndPort(SettingsTable.TemporalAddress),
            Namespace = read.Required(SettingsTable.TemporalNamespace),
            TaskQueue = read.Required(SettingsTable.TemporalTaskQueue),
            ApiKey = read.Secret(SettingsTable.TemporalApiKey),
            ServerCaFile = read.ExistingFile(SettingsTable.TemporalTlsCa),
            ClientCertFile = read.ExistingFile(SettingsTable.TemporalTlsCert),
            ClientKeyFile = read.ExistingFile(SettingsTable.TemporalTlsKey),
            ServerName = read.Text(SettingsTable.TemporalTlsName),
            UiUrl = read.HttpAddress(SettingsTable.TemporalUi),
        };
        read.RequireBoth(SettingsTable.TemporalTlsCert, temporal.ClientCertFile, SettingsTable.TemporalTlsKey, temporal.ClientKeyFile);
        var hasMaterial = temporal is not { ApiKey: null, ServerCaFile: null, ClientCertFile: null, ServerName: null };
        return temporal with { Tls = read.Flag(SettingsTable.TemporalTls) ?? hasMaterial };
    }

    private static TelemetrySettings ReadTelemetry(SettingsReader read) => new()
    {
        Endpoint = read.HttpAddress(SettingsTable.OtlpEndpoint),
        Grpc = string.Equals(read.Choice(SettingsTable.OtlpProtocol, "http/protobuf", "grpc"), "grpc", StringComparison.Ordinal),
        Headers = read.Secret(SettingsTable.OtlpHeaders),
        ServiceName = read.Required(SettingsTable.OtelServiceName),
        MetricInterval = TimeSpan.FromMilliseconds(read.Count(SettingsTable.OtelMetricInterval, max: 3_600_000)),
    };

    private static IssueSinkOptions ReadIssueSink(SettingsReader read, NatsSettings nats)
    {
        var sink = new IssueSinkOptions
        {
            Type = read.Choice(SettingsTable.IssueSinkType, "null", "rest", "nats"),
            IssueCoreUrl = read.HttpAddress(SettingsTable.IssueCoreUrl)?.ToString(),
            IssueCoreApiKey = read.Secret(SettingsTable.IssueCoreApiKey),
            DerivedEventId = string.Equals(read.Choice(SettingsTable.CompatEventId, "true-id", "derived"), "derived", StringComparison.Ordinal),
            AllowDiscardOld = read.Flag(SettingsTable.NatsAllowDiscardOld) ?? false,
        };
        if (string.Equals(sink.Type, "rest", StringComparison.Ordinal))
        {
            if (sink.IssueCoreUrl is null && read.Text(SettingsTable.IssueCoreUrl) is null)
            {
                read.Refuse(SettingsTable.IssueCoreUrl, "ISSUE_SINK_TYPE=rest needs the address of issue-core; set it, or ISSUE_SINK_TYPE=null for a dry run.");
            }

            if (sink.IssueCoreApiKey is null)
            {
                read.Refuse(SettingsTable.IssueCoreApiKey, "ISSUE_SINK_TYPE=rest needs issue-core's ingestion key; set it, or ISSUE_CORE_API_KEY_FILE, or ISSUE_SINK_TYPE=null for a dry run.");
            }
        }

        if (string.Equals(sink.Type, "nats", StringComparison.Ordinal) && nats.Url is null && read.Text(SettingsTable.NatsUrl) is null)
        {
            read.Refuse(SettingsTable.NatsUrl, "ISSUE_SINK_TYPE=nats needs the addresses of the NATS servers; set it, or NATS_URL_FILE, or ISSUE_SINK_TYPE=null for a dry run.");
        }

        return sink;
    }

    private static EvidenceOptions ReadEvidence(SettingsReader read, Uri? stateHubUrl)
    {
        var key = read.Secret(SettingsTable.OpsHubKey);
        if (key is not null && !HttpCredential.IsUsable(key))
        {
            read.Refuse(SettingsTable.OpsHubKey, "the value has a space or a character outside ASCII in it, which no header may.");
        }

        var types = read.Required(SettingsTable.OpsHubManifestEventTypes).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new()
        {
            StateHubUrl = stateHubUrl,
            InterHubUrl = read.HttpAddress(SettingsTable.InterHubUrl),
            OpsHubKey = key,
            WidgetMapping = ReadWidgetMapping(read),
            InterHubIsOpen = read.Choice(SettingsTable.InterHubSubmission, "deferred", "live") is "live",
            ManifestEventTypes = types,
        };
    }

    private static IReadOnlyDictionary<string, string> ReadWidgetMapping(SettingsReader read)
    {
        if (read.Text(SettingsTable.OpsHubWidgetMapping) is not { } json)
        {
            return new EvidenceOptions().WidgetMapping;
        }

        var (mapping, fault) = WidgetMapping.Parse(json);
        if (fault is not null)
        {
            read.Refuse(SettingsTable.OpsHubWidgetMapping, fault);
        }

        return mapping ?? new EvidenceOptions().WidgetMapping;
    }
}
