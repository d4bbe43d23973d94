using System.Text.Encodings.Web;
using System.Text.Json;
using ActivityCore.Events.Nats;
using ActivityCore.Storage;
using Nats.Lite;
using Nats.Lite.JetStream;

namespace ActivityCore.Tasks;

/// <summary>
/// Tasks over JetStream (the task ingestion document): exactly the ten fields on <c>act.tasks.create.{target_repo}</c>, the task key as <c>Nats-Msg-Id</c>,
/// and a task counts as created when the stream has acknowledged it. Its reference is its place there, <c>nats:ACT_TASKS/17</c>.
/// </summary>
internal sealed class NatsIssueSink : IIssueSink
{
    /// <summary>The stream of the task ingestion document.</summary>
    public const string Stream = "ACT_TASKS";

    private const string Subjects = "act.tasks.>";
    private const string Create = "act.tasks.create.";
    private const int TooLarge = 10054;
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly NatsLink _link;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly bool _derivedEventId;
    private readonly string? _discardOldSetting;
    private volatile bool _ensured;

    public NatsIssueSink(IssueSinkOptions options, NatsLink link, TimeProvider time)
    {
        if (!link.IsConfigured)
        {
            throw new SinkConfigurationException("ISSUE_SINK_TYPE=nats needs NATS_URL, the addresses of the NATS servers. Set it, or use ISSUE_SINK_TYPE=null for a dry run.");
        }

        _link = link;
        _time = time;
        _timeout = options.Timeout;
        _derivedEventId = options.DerivedEventId;
        _discardOldSetting = options.AllowDiscardOld ? null : "ISSUE_SINK_NATS_ALLOW_DISCARD_OLD";
    }

    public string Type => "nats";

    public bool IsDryRun => false;

    /// <summary>The receiver's schema wants a UUID: an event's id is one, any other occurrence becomes its UUIDv5.</summary>
    public string SentEventId(PlannedTask task) => _derivedEventId
        ? Uuid5.Create(task.Key).ToString("D")
        : Guid.TryParseExact(task.Spec.TriggeringEventId, "D", out _) ? task.Spec.TriggeringEventId : Uuid5.Create(task.Spec.TriggeringEventId).ToString("D");

    public async Task<SinkResult> SendAsync(string key, TaskSpec spec, CancellationToken cancellationToken = default)
    {
        _ = TaskKeyText.Check(key);
        cancellationToken.ThrowIfCancellationRequested();
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var ack = await PublishAsync(key, spec, either.Token);
            return new SinkResult.Created($"nats:{ack.Stream}/{ack.Sequence}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SinkResult.Retry($"no word from the stream within {_timeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is NatsPayloadTooLargeException or JetStreamException { ErrorCode: TooLarge })
        {
            return new SinkResult.Rejected(Redaction.Text(e.Message, 500));
        }
        catch (Exception e) when (e is NatsException or UnsafeStreamException or ObjectDisposedException)
        {
            // Also what an operator must mend, such as a full stream or an unsafe one: the task itself is sound.
            _ensured &= e is not NatsNoRespondersException;
            return new SinkResult.Retry(Redaction.Text(e.Message, 500));
        }
    }

    private async Task<PublishAck> PublishAsync(string key, TaskSpec spec, CancellationToken cancellationToken)
    {
        var jetStream = await _link.ConnectAsync(cancellationToken);
        if (!_ensured)
        {
            // Discard new: a full stream refuses the next task and its publisher tries again, rather than losing the oldest one unseen.
            await DurableStream.EnsureAsync(jetStream, DurableStream.Config(Stream, Subjects, discard: "new", _link.Replicas), _discardOldSetting, cancellationToken);
            _ensured = true;
        }

        // The stream is named, so that another one that listens to the same subject cannot answer in its place.
        var headers = new NatsHeaders { { "Content-Type", "application/json" }, { "Nats-Expected-Stream", Stream } };
        return await jetStream.PublishAsync(
            Create + SubjectToken.Encode(spec.TargetRepo), JsonSerializer.SerializeToUtf8Bytes(spec, Json), key, headers, cancellationToken);
    }
}
