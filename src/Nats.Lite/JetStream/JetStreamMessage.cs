using System.Globalization;
using System.Text;

namespace Nats.Lite.JetStream;

/// <summary>A message of a stream that waits for its receiver's word. One of the answers ends it; the first counts.</summary>
public sealed class JetStreamMessage
{
    private readonly NatsConnection _connection;
    private readonly NatsMessage _message;

    internal JetStreamMessage(NatsConnection connection, NatsMessage message)
    {
        _connection = connection;
        _message = message;
        // $JS.ACK.stream.consumer.delivered.stream-seq.consumer-seq.time.pending, or with domain and account before the stream.
        var tokens = (message.ReplyTo ?? "").Split('.');
        var at = tokens.Length >= 11 ? 4 : 2;
        if (tokens.Length < 9 || tokens[0] != "$JS" || tokens[1] != "ACK")
        {
            throw new NatsException($"a message on {message.Subject} came without JetStream's reply subject");
        }

        Stream = tokens[at];
        Delivered = Number(tokens[at + 2]);
        Sequence = Number(tokens[at + 3]);
        StoredAt = DateTimeOffset.UnixEpoch.AddTicks(Number(tokens[at + 5]) / TimeSpan.NanosecondsPerTick);
        Pending = Number(tokens[at + 6]);
    }

    public string Subject => _message.Subject;

    public NatsHeaders Headers => _message.Headers;

    public ReadOnlyMemory<byte> Data => _message.Data;

    public string Stream { get; }

    /// <summary>Its number in the stream; never used twice.</summary>
    public long Sequence { get; }

    /// <summary>The how-manieth delivery this is, from 1.</summary>
    public long Delivered { get; }

    /// <summary>When the stream stored it.</summary>
    public DateTimeOffset StoredAt { get; }

    /// <summary>How many more the consumer had waiting when this was sent.</summary>
    public long Pending { get; }

    /// <summary>Done, and the server says that it knows (double ack): after this returns it is never delivered again.</summary>
    /// <exception cref="NatsException">The server's word did not come; the message may be delivered again.</exception>
    public Task AckAsync(CancellationToken cancellation = default) => _connection.RequestAsync(_message.ReplyTo!, "+ACK"u8.ToArray(), cancellation: cancellation);

    /// <summary>Not now: deliver it again, at once or after a delay.</summary>
    public Task NakAsync(TimeSpan delay = default, CancellationToken cancellation = default) =>
        AnswerAsync(delay > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $$"""-NAK {"delay": {{Nanoseconds.FromTimeSpan(delay).Value}}}""") : "-NAK", cancellation);

    /// <summary>Never again: its content is at fault.</summary>
    public Task TerminateAsync(CancellationToken cancellation = default) => _connection.RequestAsync(_message.ReplyTo!, "+TERM"u8.ToArray(), cancellation: cancellation);

    /// <summary>Still at it: the ack wait begins anew. Costs no delivery.</summary>
    public Task InProgressAsync(CancellationToken cancellation = default) => AnswerAsync("+WPI", cancellation);

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private Task AnswerAsync(string word, CancellationToken cancellation) =>
        _connection.PublishAsync(_message.ReplyTo!, Encoding.UTF8.GetBytes(word), cancellation: cancellation);
}
