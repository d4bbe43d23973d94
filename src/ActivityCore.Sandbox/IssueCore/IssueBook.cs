using System.Globalization;
using System.Text.Json;

namespace ActivityCore.Sandbox.IssueCore;

/// <summary>The issues that arrived, by REST and NATS alike, with the repeats that were taken for one of them. Thread-safe.</summary>
public sealed class IssueBook
{
    private readonly TimeProvider _time;
    private readonly string? _file;
    private readonly Lock _gate = new();
    private readonly List<Issue> _issues = [];
    private readonly Dictionary<string, Issue> _byKey = new(StringComparer.Ordinal);

    /// <param name="rule">What is taken for a repeat.</param>
    /// <param name="time">For the time of arrival.</param>
    /// <param name="file">Where issues are kept over a restart (repeats are not counted there); null: nowhere.</param>
    public IssueBook(DedupeRule rule, TimeProvider time, string? file = null)
    {
        Rule = rule;
        _time = time;
        _file = file;
        if (file is not null && File.Exists(file))
        {
            foreach (var line in File.ReadLines(file).Where(line => line.Length > 0))
            {
                Keep(JsonSerializer.Deserialize<Issue>(line) ?? throw new JsonException($"{file} holds a line that is no issue."));
            }
        }
    }

    public DedupeRule Rule { get; }

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
        lock (_gate)
        {
            if (KeyOf(task, idempotencyKey) is { } key && _byKey.TryGetValue(key, out var known))
            {
                known.Dropped++;
                return (known, true);
            }

            var issue = new Issue
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"ISSUE-{_issues.Count + 1}"),
                ReceivedAt = _time.GetUtcNow(),
                Via = via,
                IdempotencyKey = idempotencyKey,
                Task = task,
            };
            if (_file is not null)
            {
                File.AppendAllText(_file, $"{JsonSerializer.Serialize(issue)}\n");
            }

            Keep(issue);
            return (issue, false);
        }
    }

    private void Keep(Issue issue)
    {
        _issues.Add(issue);
        if (KeyOf(issue.Task, issue.IdempotencyKey) is { } key)
        {
            _byKey.TryAdd(key, issue);
        }
    }

    private string? KeyOf(TaskIngestionRequest task, string? idempotencyKey) => Rule switch
    {
        DedupeRule.TriggeringEventId => task.TriggeringEventId,
        DedupeRule.IdempotencyKey => idempotencyKey,
        _ => null,
    };
}
