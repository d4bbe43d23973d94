using System.Globalization;

namespace ActivityCore.Sandbox.IssueCore;

/// <summary>The issues that arrived, by REST and NATS alike, with the repeats that were taken for one of them. Thread-safe.</summary>
public sealed class IssueBook(DedupeRule rule, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<Issue> _issues = [];
    private readonly Dictionary<string, Issue> _byKey = new(StringComparer.Ordinal);

    /// <summary>A snapshot, oldest first.</summary>
    public IReadOnlyList<Issue> Issues
    {
        get
        {
            lock (_gate)
            {
                return [.. _issues];
            }
        }
    }

    /// <summary>How many requests were taken for repeats.</summary>
    public int Dropped
    {
        get
        {
            lock (_gate)
            {
                return _issues.Sum(issue => issue.Dropped);
            }
        }
    }

    /// <summary>Makes an issue, or finds the one that this request repeats.</summary>
    public (Issue Issue, bool Repeated) Take(TaskIngestionRequest task, string? idempotencyKey, string via)
    {
        var key = rule switch
        {
            DedupeRule.TriggeringEventId => task.TriggeringEventId,
            DedupeRule.IdempotencyKey => idempotencyKey,
            _ => null,
        };
        lock (_gate)
        {
            if (key is not null && _byKey.TryGetValue(key, out var known))
            {
                known.Dropped++;
                return (known, true);
            }

            var issue = new Issue
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"ISSUE-{_issues.Count + 1}"),
                ReceivedAt = time.GetUtcNow(),
                Via = via,
                IdempotencyKey = idempotencyKey,
                Task = task,
            };
            _issues.Add(issue);
            if (key is not null)
            {
                _byKey[key] = issue;
            }

            return (issue, false);
        }
    }
}
