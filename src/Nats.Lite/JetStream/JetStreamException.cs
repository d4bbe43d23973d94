namespace Nats.Lite.JetStream;

/// <summary>JetStream's API refused.</summary>
public sealed class JetStreamException(int code, int errorCode, string description) : NatsException($"JetStream: {description} (code {code}, error {errorCode})")
{
    /// <summary>As in HTTP: 404 not found, 400 bad request, 503 unavailable.</summary>
    public int Code { get; } = code;

    /// <summary>The server's own error code, such as 10059 (stream not found) or 10077 (maximum messages exceeded).</summary>
    public int ErrorCode { get; } = errorCode;

    public bool IsNotFound => Code == 404;
}
