namespace ActivityCore.Tasks;

/// <summary>The dry run: renders and records, sends nothing. The reference is made from the key, so it is the same each time.</summary>
internal sealed class NullIssueSink : IIssueSink
{
    public string Type => "null";

    public bool IsDryRun => true;

    public string SentEventId(PlannedTask task) => task.Spec.TriggeringEventId;

    public Task<SinkResult> SendAsync(string key, TaskSpec spec, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<SinkResult>(new SinkResult.Created($"null-{TaskKeyText.Check(key)[..Math.Min(12, key.Length)]}"));
    }
}
