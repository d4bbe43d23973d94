namespace ActivityCore.Settings;

/// <summary>Where traces and metrics go, by OpenTelemetry's usual variables.</summary>
public sealed record TelemetrySettings
{
    /// <summary>Base address of an OTLP receiver; null: nothing is collected.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>True: gRPC; otherwise protobuf over HTTP.</summary>
    public bool Grpc { get; init; }

    /// <summary>Headers of every export, as <c>name=value</c> parted by commas. Secret.</summary>
    public string? Headers { get; init; }

    /// <summary>How this process calls itself.</summary>
    public string ServiceName { get; init; } = "activity-core";

    /// <summary>Time between two exports of metrics.</summary>
    public TimeSpan MetricInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Leaves the headers out.</summary>
    public override string ToString() => Endpoint is null ? "off" : $"{Endpoint}, {(Grpc ? "gRPC" : "HTTP")}";
}
