using System.Globalization;
using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Rules;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Instructions;

/// <summary>
/// Reads the tasks that an instruction returned: a list, or an object with the list under <c>tasks</c>. One that cannot be read makes the whole result an error, so that
/// no task is lost in silence.
/// </summary>
internal sealed class ReturnedTasks
{
    private static readonly string[] Known = ["title", "description", "target_repo", "priority", "labels", "due_in_days", "key", "dedupe"];
    private static readonly string[] KnownOfDedupe = ["key", "window"];
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private readonly PlannedInstruction _plan;
    private readonly RunRecord _run;
    private readonly List<PlannedTask> _tasks = [];

    private readonly Func<string, string> _withhold;

    private ReturnedTasks(PlannedInstruction plan, RunRecord run, Func<string, string>? withhold)
    {
        _plan = plan;
        _run = run;
        _withhold = withhold ?? (text => text);
    }

    /// <summary>What is wrong, as a sentence, or null and the tasks.</summary>
    public static string? Read(InstructionOutcome.Succeeded outcome, PlannedInstruction plan, RunRecord run, out IReadOnlyList<PlannedTask> tasks)
    {
        var reader = new ReturnedTasks(plan, run, outcome.Withhold);
        tasks = reader._tasks;
        try
        {
            reader.ReadList(outcome.Result);
            return null;
        }
        catch (UnreadableException e)
        {
            tasks = [];
            return $"Its result cannot be read as tasks: {e.Message}.";
        }
    }

    private void ReadList(ReadOnlyMemory<byte> json)
    {
        if (json.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw new UnreadableException("it is empty; a result without tasks is []");
        }

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var root = document.RootElement;
            var list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("tasks", out var inner) ? inner : root;
            if (list.ValueKind != JsonValueKind.Array)
            {
                throw new UnreadableException("it must be a JSON list, or an object with the list under \"tasks\"");
            }

            if (list.GetArrayLength() is var count && count > InstructionLimits.MaxTasks)
            {
                throw new UnreadableException($"it has {count} tasks; the limit is {InstructionLimits.MaxTasks}");
            }

            foreach (var (index, task) in list.EnumerateArray().Index())
            {
                Add(index, task);
            }
        }
        catch (JsonException e)
        {
            throw new UnreadableException(string.Create(CultureInfo.InvariantCulture, $"it is no JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine})"));
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableException("it holds a text that is no Unicode");
        }
    }

    private void Add(int index, JsonElement task)
    {
        var at = $"tasks[{index}]";
        Expect(task, Known, at);
        var targetRepo = Line(task, "target_repo", TaskLimits.MaxTargetRepoLength, at) ?? throw new UnreadableException($"{at} has no target_repo");
        var priority = Line(task, "priority", TaskLimits.MaxPriorityLength, at) ?? "medium";
        Refuse(TaskLimits.FaultOfTargetRepo(targetRepo), $"{at}.target_repo");
        Refuse(TaskLimits.FaultOfPriority(priority), $"{at}.priority");
        var own = Line(task, "key", TaskLimits.MaxDedupeKeyLength, at);
        // The instruction's key goes first and has a fixed length, so no two pairs of it and a task's own key give the same text.
        var discriminator = own is null ? $"{_plan.Key}/index/{index.ToString(CultureInfo.InvariantCulture)}" : $"{_plan.Key}/key/{own}";
        var key = TaskKey.Create(_run.DefinitionId, _run.Occurrence.Key, "instruction", _plan.InstructionId, targetRepo, discriminator);
        if (_tasks.Exists(earlier => string.Equals(earlier.Key, key, StringComparison.Ordinal)))
        {
            throw new UnreadableException($"{at}.key \"{own}\" stands at an earlier task for {targetRepo}; each needs a key of its own");
        }

        var (dedupeKey, window) = Dedupe(task, at);
        _tasks.Add(new PlannedTask
        {
            Key = key,
            Spec = new TaskSpec
            {
                Title = Line(task, "title", TaskLimits.MaxTitleLength, at) ?? throw new UnreadableException($"{at} has no title"),
                Description = Text(task, "description", TaskLimits.MaxDescriptionLength, at) ?? "",
                TargetRepo = targetRepo,
                Priority = priority,
                Labels = Labels(task, at),
                DueInDays = Days(task, at),
                SourceType = "instruction",
                SourceId = _plan.InstructionId,
                TriggeringEventId = _run.EventId?.ToString("D") ?? _run.Occurrence.Key,
                ActivityDefinitionId = _run.DefinitionId.ToString("D"),
            },
            DedupeKey = dedupeKey,
            DedupeWindow = window,
        });
    }

    private static void Expect(JsonElement value, string[] known, string at)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new UnreadableException($"{at} must be an object");
        }

        foreach (var name in value.EnumerateObject().Select(member => member.Name).Where(name => !known.Contains(name, StringComparer.Ordinal)))
        {
            throw new UnreadableException($"{at} has a member {Shown.Of(name)}; it takes {string.Join(", ", known)}{Suggestion.For(name, known)}");
        }
    }

    // What a program says is masked as everything that is stored is.
    private string? Text(JsonElement task, string name, int limit, string at)
    {
        if (!task.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            throw new UnreadableException($"{at}.{name} must be a text");
        }

        var text = Masked(value);
        return text.Length <= limit ? text : throw new UnreadableException($"{at}.{name} has {text.Length} characters; the limit is {limit}");
    }

    private string Masked(JsonElement text) => Redaction.Value(_withhold(DbText.Clean(text.GetString()!).Replace("\uFFFD", "", StringComparison.Ordinal)));

    private string? Line(JsonElement task, string name, int limit, string at)
    {
        if (Text(task, name, limit, at) is not { } text)
        {
            return null;
        }

        var line = FieldRenderer.OneLine(text);
        return line.Length > 0 ? line : throw new UnreadableException($"{at}.{name} is empty");
    }

    private IReadOnlyList<string> Labels(JsonElement task, string at)
    {
        if (!task.TryGetProperty("labels", out var labels))
        {
            return [];
        }

        if (labels.ValueKind != JsonValueKind.Array || labels.EnumerateArray().Any(label => label.ValueKind != JsonValueKind.String))
        {
            throw new UnreadableException($"{at}.labels must be a list of texts");
        }

        var read = labels.EnumerateArray().Select(label => FieldRenderer.OneLine(Masked(label))).Distinct(StringComparer.Ordinal).ToList();
        return read.TrueForAll(label => label.Length is > 0 and <= TaskLimits.MaxLabelLength)
            ? read
            : throw new UnreadableException($"{at}.labels has an empty label, or one of more than {TaskLimits.MaxLabelLength} characters");
    }

    private static int? Days(JsonElement task, string at)
    {
        if (!task.TryGetProperty("due_in_days", out var days) || days.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return days.ValueKind == JsonValueKind.Number && days.TryGetInt32(out var number) && number is >= 0 and <= 3_650
            ? number
            : throw new UnreadableException($"{at}.due_in_days must be a whole number from 0 to 3650");
    }

    private (string? Key, TimeSpan? Window) Dedupe(JsonElement task, string at)
    {
        if (!task.TryGetProperty("dedupe", out var dedupe) || dedupe.ValueKind == JsonValueKind.Null)
        {
            return (null, null);
        }

        Expect(dedupe, KnownOfDedupe, $"{at}.dedupe");
        var key = Line(dedupe, "key", TaskLimits.MaxDedupeKeyLength, $"{at}.dedupe");
        var window = Line(dedupe, "window", 10, $"{at}.dedupe");
        if (key is null || window is null)
        {
            throw new UnreadableException($"{at}.dedupe needs key and window");
        }

        Refuse(Duration.Fault(window)?.TrimEnd('.'), $"{at}.dedupe.window");
        return (key, Duration.TryParse(window, out var span) ? span : null);
    }

    private static void Refuse(string? fault, string at)
    {
        if (fault is not null)
        {
            throw new UnreadableException($"{at}: {fault}");
        }
    }

    private sealed class UnreadableException(string message) : Exception(message);
}
