using System.Collections.Concurrent;
using ActivityCore.Tasks;

namespace ActivityCore.Tests.Tasks;

/// <summary>A live sink in memory that honours the key, counts what it gets and answers as the test says.</summary>
internal sealed class RecordingSink : IIssueSink
{
    private readonly ConcurrentDictionary<string, string> _issues = new(StringComparer.Ordinal);
    private int _last;

    public string Type { get; init; } = "rest";

    public bool IsDryRun => false;

    /// <summary>Every send, in order of arrival.</summary>
    public ConcurrentQueue<(string Key, TaskSpec Spec)> Sent { get; } = [];

    /// <summary>An answer for a key instead of the usual one, or null.</summary>
    public Func<string, SinkResult?> Answer { get; set; } = _ => null;

    public Func<PlannedTask, string> EventId { get; set; } = task => task.Spec.TriggeringEventId;

    public string SentEventId(PlannedTask task) => EventId(task);

    public async Task<SinkResult> SendAsync(string key, TaskSpec spec, CancellationToken cancellationToken = default)
    {
        Sent.Enqueue((key, spec));
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return Answer(key) ?? new SinkResult.Created(_issues.GetOrAdd(key, _ => $"test:ISSUE-{Interlocked.Increment(ref _last)}"));
    }
}
