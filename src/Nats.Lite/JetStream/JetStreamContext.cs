using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nats.Lite.JetStream;

/// <summary>Streams, consumers and acknowledged publishing over one connection. Thread-safe.</summary>
public sealed class JetStreamContext(NatsConnection connection)
{
    private const string Api = "$JS.API";
    private const int HearingAttempts = 20;
    private static readonly TimeSpan HearingPause = TimeSpan.FromMilliseconds(100);

    internal NatsConnection Connection => connection;

    /// <summary>The stream, or null where there is none.</summary>
    /// <exception cref="NatsNoRespondersException">The server has no JetStream.</exception>
    public Task<StreamInfo?> FindStreamAsync(string stream, CancellationToken cancellation = default) =>
        FindAsync<StreamInfo>($"{Api}.STREAM.INFO.{Token(stream)}", cancellation);

    /// <summary>Makes a stream; one with the same configuration is success.</summary>
    public Task<StreamInfo> CreateStreamAsync(StreamConfig config, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        return CallAsync<StreamInfo>($"{Api}.STREAM.CREATE.{Token(config.Name)}", config, cancellation);
    }

    /// <summary>Changes a stream to this configuration.</summary>
    public Task<StreamInfo> UpdateStreamAsync(StreamConfig config, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        return CallAsync<StreamInfo>($"{Api}.STREAM.UPDATE.{Token(config.Name)}", config, cancellation);
    }

    /// <summary>The consumer's state, or null where there is none.</summary>
    public Task<ConsumerInfo?> FindConsumerAsync(string stream, string durable, CancellationToken cancellation = default) =>
        FindAsync<ConsumerInfo>($"{Api}.CONSUMER.INFO.{Token(stream)}.{Token(durable)}", cancellation);

    /// <summary>
    /// Makes a durable pull consumer, or changes the one of that name where the server allows it; it hears requests when this returns. nats-server leaves one
    /// deaf for good that was made while the server was still making its stream: as long as nothing was acknowledged on it, it is made anew.
    /// </summary>
    /// <exception cref="NatsTimeoutException">It does not answer, and what it knows would be lost with it, or the new one does not either.</exception>
    public async Task<PullConsumer> CreateConsumerAsync(string stream, ConsumerConfig config, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(config);
        var request = new ConsumerRequest(stream, config);
        for (var mayMakeAnew = true; ; mayMakeAnew = false)
        {
            var made = await CallAsync<ConsumerInfo>($"{Api}.CONSUMER.DURABLE.CREATE.{Token(stream)}.{Token(config.DurableName)}", request, cancellation).ConfigureAwait(false);
            if (await HearsAsync(stream, config.DurableName, cancellation).ConfigureAwait(false))
            {
                return new PullConsumer(this, stream, config.DurableName);
            }

            if (!mayMakeAnew || made.AckFloor.Consumer > 0 || !string.Equals(config.DeliverPolicy, "all", StringComparison.Ordinal))
            {
                throw new NatsTimeoutException($"the consumer {stream}/{config.DurableName} answers no request for messages");
            }

            Log.DeafConsumer(connection.Logger, stream, config.DurableName);
            await DeleteConsumerAsync(stream, config.DurableName, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes a consumer and what it knows; one that is not there is success.</summary>
    public async Task DeleteConsumerAsync(string stream, string durable, CancellationToken cancellation = default)
    {
        try
        {
            await CallAsync<JsonElement>($"{Api}.CONSUMER.DELETE.{Token(stream)}.{Token(durable)}", null, cancellation).ConfigureAwait(false);
        }
        catch (JetStreamException e) when (e.IsNotFound)
        {
            // So it shall be.
        }
    }

    /// <summary>
    /// Publishes and waits for the stream's word. With a message id a repeat within the stream's duplicate window is stored once.
    /// </summary>
    /// <exception cref="NatsNoRespondersException">No stream listens on the subject.</exception>
    /// <exception cref="JetStreamException">The stream refused, for example because it is full.</exception>
    /// <exception cref="NatsTimeoutException">No word in time: it may be stored; publish again with the same id.</exception>
    public async Task<PublishAck> PublishAsync(
        string subject, ReadOnlyMemory<byte> data, string? messageId = null, NatsHeaders? headers = null, CancellationToken cancellation = default)
    {
        var all = new NatsHeaders();
        foreach (var (name, value) in headers ?? [])
        {
            all.Add(name, value);
        }

        all["Nats-Msg-Id"] = messageId;
        var answer = await connection.RequestAsync(subject, data, all, cancellation: cancellation).ConfigureAwait(false);
        return Read<PublishAck>(answer);
    }

    internal static T Read<T>(NatsMessage answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Data);
            if (document.RootElement.TryGetProperty("error", out var error))
            {
                throw new JetStreamException(
                    error.TryGetProperty("code", out var code) ? code.GetInt32() : 0,
                    error.TryGetProperty("err_code", out var errorCode) ? errorCode.GetInt32() : 0,
                    error.TryGetProperty("description", out var text) ? text.GetString() ?? "" : "");
            }

            return document.Deserialize<T>() ?? throw new NatsException("JetStream answered null");
        }
        catch (JsonException e)
        {
            throw new NatsException($"JetStream's answer on {answer.Subject} cannot be read", e);
        }
    }

    // A name stands in the subject of the call, so it must be one token.
    private static string Token(string name) =>
        NatsSubject.IsPublishable(name) && !name.Contains('.', StringComparison.Ordinal)
            ? name
            : throw new ArgumentException($"'{name}' is no name for a stream or consumer: letters, digits, '-' and '_'", nameof(name));

    // nats-server 2.9 now and then loses the answer to a connection's first call while another connection makes a stream. Every call may be made twice:
    // what is there already as it shall be, or gone already, is success.
    private async Task<T> CallAsync<T>(string subject, object? request, CancellationToken cancellation)
    {
        var body = request is null ? [] : JsonSerializer.SerializeToUtf8Bytes(request, request.GetType());
        try
        {
            return Read<T>(await connection.RequestAsync(subject, body, cancellation: cancellation).ConfigureAwait(false));
        }
        catch (NatsTimeoutException)
        {
            return Read<T>(await connection.RequestAsync(subject, body, cancellation: cancellation).ConfigureAwait(false));
        }
    }

    // A request that every consumer must refuse, so that no message is taken by asking: its heartbeat does not fit into its time.
    private async Task<bool> HearsAsync(string stream, string durable, CancellationToken cancellation)
    {
        var second = Nanoseconds.FromTimeSpan(TimeSpan.FromSeconds(1)).Value;
        var request = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, long>(StringComparer.Ordinal) { ["batch"] = 1, ["expires"] = second, ["idle_heartbeat"] = second });
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await connection.RequestAsync($"{Api}.CONSUMER.MSG.NEXT.{stream}.{durable}", request, cancellation: cancellation).ConfigureAwait(false);
                return true;
            }
            catch (NatsNoRespondersException) when (attempt < HearingAttempts)
            {
                // In a cluster the other servers hear of a consumer a moment later.
                await Task.Delay(HearingPause, connection.Time, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is NatsTimeoutException or NatsNoRespondersException)
            {
                return false;
            }
        }
    }

    private async Task<T?> FindAsync<T>(string subject, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await CallAsync<T>(subject, null, cancellation).ConfigureAwait(false);
        }
        catch (JetStreamException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private sealed record ConsumerRequest(
        [property: JsonPropertyName("stream_name")] string Stream,
        [property: JsonPropertyName("config")] ConsumerConfig Config);
}
