using System.Collections.Concurrent;
using ActivityCore.Tasks;

namespace ActivityCore.Tests.Runs;

/// <summary>A live sink that answers as the test says and counts what it is sent.</summary>
internal sealed class ScriptedSink : IIssueSink
{
    private readonly ConcurrentQueue<SinkResult> _answers = new();
    private readonly ConcurrentDictionary<string, int> _sent = new(StringComparer.Ordinal);

    public string Type => "rest";

    public bool IsDryRun => false;

    /// <summary>How often each key was sent.</summary>
    public IReadOnlyDictionary<string, int> Sent => _sent;

    /// <summary>The next answers; after them every task is created.</summary>
    public void Answer(params SinkResult[] answers)
    {
        foreach (var answer in answers)
        {
            _answers.Enqueue(answer);
        }
    }

    public string SentEventId(PlannedTask task) => task.Spec.TriggeringEventId;

    public Task<SinkResult> SendAsync(string key, TaskSpec spec, CancellationToken cancellationToken = default)
    {
        _sent.AddOrUpdate(key, 1, (_, count) => count + 1);
        return Task.FromResult(_answers.TryDequeue(out var answer) ? answer : new SinkResult.Created($"ISSUE-{key[..8]}"));
    }
}
