namespace ActivityCore.Settings;

/// <summary>Every variable that the program knows. <c>.env.example</c> is written from it, and nothing else is read.</summary>
public static class SettingsTable
{
    internal static readonly Setting DatabaseUrl = new("DATABASE_URL",
        "PostgreSQL for everything durable. Unset, and without PGHOST: an SQLite file in ACTIVITY_CORE_DATA, for one process on one machine.")
    { IsSecret = true, Example = "postgres://activity_core:PASSWORD@db.example:5432/activity_core?sslmode=require" };

    internal static readonly Setting PgHost = new("PGHOST", "PostgreSQL by its usual variables, where DATABASE_URL is unset.") { Example = "db.example" };
    internal static readonly Setting PgPort = new("PGPORT", "Port of PostgreSQL.") { Default = "5432" };
    internal static readonly Setting PgDatabase = new("PGDATABASE", "Database; by default the user's name.") { Example = "activity_core" };
    internal static readonly Setting PgUser = new("PGUSER", "User; by default the system's.") { Example = "activity_core" };
    internal static readonly Setting PgPassword = new("PGPASSWORD", "Password of the user.") { IsSecret = true, Example = "PASSWORD" };
    internal static readonly Setting PgSslMode = new("PGSSLMODE", "disable, allow, prefer, require, verify-ca or verify-full.") { Default = "prefer" };

    internal static readonly Setting Data = new("ACTIVITY_CORE_DATA", "Folder of the embedded default: SQLite file and embedded Temporal service. Made when missing.")
    { Default = ".data" };

    internal static readonly Setting PayloadRetention = new("PAYLOAD_RETENTION",
        "How long payloads (event attributes, context, decisions, task texts, settled dead letters) are kept after their end: forever, or a span such as 90d, at least 1d. Keys, hashes, references, states and counts always stay.")
    { Default = "forever" };

    internal static readonly Setting Listen = new("ACTIVITY_CORE_LISTEN", "Address of the HTTP API and the web pages.") { Default = "http://127.0.0.1:8080" };

    internal static readonly Setting Definitions = new("ACTIVITY_DEFINITIONS_DIR", "Folder with the activity definitions, watched for changes.") { Default = "activity-definitions" };
    internal static readonly Setting EventTypes = new("EVENT_TYPES_DIR", "Folder with the event types.") { Default = "event-types" };

    internal static readonly Setting DefaultPublisher = new("EVENT_DEFAULT_PUBLISHER", "The publisher of an event that names none; part of its identity, so better not changed later.")
    { Default = "unknown" };

    internal static readonly Setting NatsUrl = new("NATS_URL",
        "NATS servers, parted by commas: events are taken from JetStream, and tasks and events can be published there. Unset: no NATS.")
    { IsSecret = true, Example = "nats://nats.example:4222" };

    internal static readonly Setting NatsCredentials = new("NATS_CREDENTIALS_FILE", "A .creds file with the user's JWT and seed, read anew at every connect.") { Example = "/run/secrets/nats.creds" };
    internal static readonly Setting NatsToken = new("NATS_TOKEN", "Token, where the servers want one.") { IsSecret = true, Example = "TOKEN" };
    internal static readonly Setting NatsUser = new("NATS_USER", "User; needs the password too.") { Example = "activity-core" };
    internal static readonly Setting NatsPassword = new("NATS_PASSWORD", "Password of the user.") { IsSecret = true, Example = "PASSWORD" };
    internal static readonly Setting NatsTlsCa = new("NATS_TLS_CA", "PEM file of the authorities to trust, instead of the system's; turns TLS on.") { Example = "/run/secrets/nats-ca.pem" };
    internal static readonly Setting NatsStream = new("NATS_STREAM", "The stream of events, on org.>; made when missing.") { Default = "ACTIVITY_EVENTS" };
    internal static readonly Setting NatsConsumer = new("NATS_CONSUMER", "The durable consumer that all routers of an installation share; another name begins at the oldest event.")
    { Default = "activity-core" };

    internal static readonly Setting NatsReplicas = new("NATS_REPLICAS", "Servers that keep a copy of each stream that is made here; 3 in a cluster.") { Default = "1" };

    internal static readonly Setting TemporalAddress = new("TEMPORAL_ADDRESS", "HOST:PORT of a Temporal service. Unset: the embedded one.") { Example = "temporal.example:7233" };
    internal static readonly Setting TemporalNamespace = new("TEMPORAL_NAMESPACE", "Namespace that runs live in.") { Default = "default" };
    internal static readonly Setting TemporalTaskQueue = new("TEMPORAL_TASK_QUEUE", "Task queue of the runs.") { Default = "activity-core" };
    internal static readonly Setting TemporalApiKey = new("TEMPORAL_API_KEY", "API key, sent with every call; turns TLS on.") { IsSecret = true, Example = "KEY" };
    internal static readonly Setting TemporalTls = new("TEMPORAL_TLS", "true or false. By default on with an API key or a certificate below.") { Example = "true" };
    internal static readonly Setting TemporalTlsCa = new("TEMPORAL_TLS_SERVER_CA_CERT_PATH", "PEM file of the authorities to trust, instead of the system's.") { Example = "/run/secrets/temporal-ca.pem" };
    internal static readonly Setting TemporalTlsCert = new("TEMPORAL_TLS_CLIENT_CERT_PATH", "PEM file of the client certificate; needs the key too.") { Example = "/run/secrets/temporal-client.pem" };
    internal static readonly Setting TemporalTlsKey = new("TEMPORAL_TLS_CLIENT_KEY_PATH", "PEM file of the client certificate's key.") { Example = "/run/secrets/temporal-client.key" };
    internal static readonly Setting TemporalTlsName = new("TEMPORAL_TLS_SERVER_NAME", "Name expected in the server's certificate, where it is not the address.") { Example = "temporal.example" };

    internal static readonly Setting TemporalUi = new("TEMPORAL_UI_URL", "Base address of Temporal's web UI; pages and commands then link each run to its workflow.") { Example = "https://temporal-ui.example" };

    internal static readonly Setting IssueSinkType = new("ISSUE_SINK_TYPE", "null: a dry run, tasks are recorded and not sent. rest: tasks go to issue-core. nats: tasks go to the stream ACT_TASKS.") { Default = "null" };
    internal static readonly Setting IssueCoreUrl = new("ISSUE_CORE_URL", "Base address of issue-core. Required for rest.") { Example = "https://issue-core.example" };
    internal static readonly Setting IssueCoreApiKey = new("ISSUE_CORE_API_KEY", "issue-core's ingestion key. Required for rest.") { IsSecret = true, Example = "KEY" };

    internal static readonly Setting CompatEventId = new("ISSUE_SINK_COMPAT_EVENT_ID",
        "derived: triggering_event_id carries a UUID of the task key, for receivers that dedupe on that field alone. true-id: the event's own id.")
    { Default = "true-id" };

    internal static readonly Setting NatsAllowDiscardOld = new("ISSUE_SINK_NATS_ALLOW_DISCARD_OLD",
        "true or false. true: a stream ACT_TASKS that drops its oldest tasks when full (discard: old) is accepted, at that risk.")
    { Default = "false" };

    internal static readonly Setting StateHubUrl = new("STATE_HUB_URL", "Base address of State Hub, for the context sources state-hub.repos and state-hub.health, and for evidence.") { Example = "http://state-hub.example:8000" };

    internal static readonly Setting HttpEndpoints = new("HTTP_ENDPOINTS_FILE",
        "YAML file with the HTTP services that definitions may use by name, each with its address, methods, credential and limits (docs/context.md). Read at start.")
    { Example = "/etc/activity-core/http-endpoints.yaml" };

    internal static readonly Setting ShellAllow = new("ACTIVITY_SHELL_ALLOW",
        "YAML file with the commands that shell instructions may have started by name (docs/instructions.md), read at start. For workers. Unset: none.")
    { Example = "/etc/activity-core/shell-allow.yaml" };

    internal static readonly Setting NatsAllow = new("ACTIVITY_NATS_ALLOW",
        "Prefixes of subjects that nats instructions may publish to, whole tokens, parted by commas. For workers. Unset: none. One under org. lets definitions cause events.")
    { Example = "ops.rescan,jobs" };

    internal static readonly Setting OpsInventory = new("OPS_INVENTORY_FILE", "YAML file of what should run, be reachable and be backed up, for the context source ops-inventory. Read at every probe.")
    { Example = "/etc/activity-core/ops-inventory.yaml" };

    internal static readonly Setting InterHubUrl = new("INTER_HUB_URL", "Base address of Inter-Hub, for evidence. Unset: missing_inter_hub_config, and State Hub stands in.") { Example = "https://inter-hub.example" };
    internal static readonly Setting OpsHubKey = new("OPS_HUB_KEY", "ops-hub's key for Inter-Hub.") { IsSecret = true, Example = "KEY" };

    internal static readonly Setting OpsHubWidgetMapping = new("OPS_HUB_WIDGET_MAPPING", "Which widget of Inter-Hub takes what, as a JSON object: EVENT-TYPE or EVENT-TYPE/ENTITY to the widget's id.")
    { Example = """{"ops-service-observed":"00000000-0000-4000-8000-000000000001"}""" };

    internal static readonly Setting InterHubSubmission = new("INTER_HUB_SUBMISSION", "deferred: evidence for Inter-Hub is kept back and State Hub stands in. live: the gates of docs/evidence.md are open, and it is sent.")
    { Default = "deferred" };

    internal static readonly Setting OpsHubManifestEventTypes = new("OPS_HUB_MANIFEST_EVENT_TYPES", "Event types that ops-hub's active manifest declares, parted by commas; no other is sent.")
    { Default = string.Join(',', Evidence.OpsEvents.EventTypes) };

    internal static readonly Setting OtlpEndpoint = new("OTEL_EXPORTER_OTLP_ENDPOINT",
        "Base address of an OTLP receiver for traces and metrics (docs/telemetry.md). Unset: nothing is collected.")
    { Example = "http://otel-collector.example:4318" };

    internal static readonly Setting OtlpProtocol = new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf or grpc.") { Default = "http/protobuf" };
    internal static readonly Setting OtlpHeaders = new("OTEL_EXPORTER_OTLP_HEADERS", "Headers of every export: name=value, parted by commas.") { IsSecret = true, Example = "authorization=Bearer KEY" };
    internal static readonly Setting OtelServiceName = new("OTEL_SERVICE_NAME", "How this process calls itself in traces and metrics.") { Default = "activity-core" };
    internal static readonly Setting OtelMetricInterval = new("OTEL_METRIC_EXPORT_INTERVAL", "Milliseconds between two exports of metrics.") { Default = "60000" };

    /// <summary>All of them, grouped.</summary>
    public static IReadOnlyList<SettingsGroup> Groups { get; } =
    [
        new("Storage", [DatabaseUrl, PgHost, PgPort, PgDatabase, PgUser, PgPassword, PgSslMode, Data, PayloadRetention]),
        new("HTTP", [Listen]),
        new("Definitions and events", [Definitions, EventTypes, DefaultPublisher]),
        new("NATS", [NatsUrl, NatsCredentials, NatsToken, NatsUser, NatsPassword, NatsTlsCa, NatsStream, NatsConsumer, NatsReplicas]),
        new("Temporal", [TemporalAddress, TemporalNamespace, TemporalTaskQueue, TemporalApiKey, TemporalTls, TemporalTlsCa, TemporalTlsCert, TemporalTlsKey, TemporalTlsName, TemporalUi]),
        new("Tasks", [IssueSinkType, IssueCoreUrl, IssueCoreApiKey, CompatEventId, NatsAllowDiscardOld]),
        new("Context and named endpoints", [StateHubUrl, HttpEndpoints, OpsInventory]),
        new("Instructions", [ShellAllow, NatsAllow]),
        new("Evidence", [InterHubUrl, OpsHubKey, OpsHubWidgetMapping, InterHubSubmission, OpsHubManifestEventTypes]),
        new("Telemetry", [OtlpEndpoint, OtlpProtocol, OtlpHeaders, OtelServiceName, OtelMetricInterval]),
    ];
}
