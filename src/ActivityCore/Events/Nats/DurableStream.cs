using System.Text.Json;
using Nats.Lite.JetStream;

namespace ActivityCore.Events.Nats;

/// <summary>Makes a stream where there is none. One that is there is taken only if it keeps what it acknowledges, and gets the subjects that it lacks.</summary>
internal static class DurableStream
{
    /// <summary>Bytes of the largest message in the streams that are made here: 64 KiB.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    private const int NameInUse = 10058;
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    // Longer than a publisher that lost its connection takes to come back and send again.
    private static readonly TimeSpan DuplicateWindow = TimeSpan.FromMinutes(10);

    /// <summary>What is made where there is none: kept in files for seven days, limits retention, 64 KiB a message.</summary>
    /// <param name="name">The stream's name.</param>
    /// <param name="subject">What it listens to.</param>
    /// <param name="discard"><c>old</c> or <c>new</c>: what goes when it is full. Our streams have no bound that fills them; an operator may add one.</param>
    /// <param name="replicas">How many servers keep a copy.</param>
    public static StreamConfig Config(string name, string subject, string discard, int replicas) => new()
    {
        Name = name,
        Subjects = [subject],
        Discard = discard,
        Replicas = replicas,
        MaxAge = MaxAge,
        MaxMessageSize = MaxMessageBytes,
        DuplicateWindow = DuplicateWindow,
    };

    /// <summary>The stream as it is afterwards.</summary>
    /// <param name="jetStream">Connected.</param>
    /// <param name="wanted">What to make, and the subjects that an existing one must have.</param>
    /// <param name="discardOldSetting">The setting that allows a stream that drops its oldest messages; null: it is allowed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="UnsafeStreamException">The stream is there and would lose messages.</exception>
    public static async Task<StreamInfo> EnsureAsync(JetStreamContext jetStream, StreamConfig wanted, string? discardOldSetting, CancellationToken cancellationToken)
    {
        var found = await jetStream.FindStreamAsync(wanted.Name, cancellationToken);
        if (found is null)
        {
            try
            {
                return await jetStream.CreateStreamAsync(wanted, cancellationToken);
            }
            catch (JetStreamException e) when (e.ErrorCode == NameInUse)
            {
                // Another process was faster, with a configuration of its own.
                found = await jetStream.FindStreamAsync(wanted.Name, cancellationToken);
                if (found is null)
                {
                    throw;
                }
            }
        }

        if (Fault(found.Config, discardOldSetting) is { } fault)
        {
            throw new UnsafeStreamException($"The stream {wanted.Name} {fault}");
        }

        var subjects = found.Config.Subjects;
        if (wanted.Subjects.All(subject => subjects.Any(has => Covers(has, subject))))
        {
            return found;
        }

        // Subjects of one stream may not overlap, so what a new one covers goes.
        var kept = subjects.Where(has => !wanted.Subjects.Any(subject => Covers(subject, has)));
        var lacking = wanted.Subjects.Where(subject => !subjects.Any(has => Covers(has, subject)));
        return await jetStream.UpdateStreamAsync(found.Config with { Subjects = [.. kept, .. lacking] }, cancellationToken);
    }

    private static string? Fault(StreamConfig config, string? discardOldSetting)
    {
        if (!string.Equals(config.Storage, "file", StringComparison.Ordinal))
        {
            return $"is kept in memory (storage: {config.Storage}): a restart of the server loses what it has acknowledged. Make it anew with storage: file.";
        }

        if (!string.Equals(config.Retention, "limits", StringComparison.Ordinal))
        {
            return $"has retention: {config.Retention}: a message may be gone before every consumer has had it. Make it anew with retention: limits.";
        }

        if (config.Others.TryGetValue("no_ack", out var noAck) && noAck.ValueKind == JsonValueKind.True)
        {
            return "acknowledges nothing (no_ack: true), so a publisher never learns of a loss. Set no_ack: false.";
        }

        return discardOldSetting is not null && !string.Equals(config.Discard, "new", StringComparison.Ordinal)
            ? $"has discard: {config.Discard}: full, it drops messages that it has acknowledged, unread. Set discard: new, so that a publisher is told and tries again, or {discardOldSetting}=true to take the risk."
            : null;
    }

    private static bool Covers(string pattern, string subject)
    {
        var wide = pattern.Split('.');
        var narrow = subject.Split('.');
        for (var i = 0; i < wide.Length; i++)
        {
            if (wide[i] == ">")
            {
                return narrow.Length > i;
            }

            if (i >= narrow.Length || narrow[i] == ">" || (wide[i] != "*" && !string.Equals(wide[i], narrow[i], StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return wide.Length == narrow.Length;
    }
}
