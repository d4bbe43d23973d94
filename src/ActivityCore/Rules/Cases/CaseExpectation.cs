using System.Text.Json;
using System.Text.Json.Nodes;
using ActivityCore.Instructions;
using ActivityCore.Tasks;

namespace ActivityCore.Rules.Cases;

/// <summary>What a case expects so that a decision fulfils it. Pure and thread-safe.</summary>
public static class CaseExpectation
{
    // As long as a file of cases takes a text; the beginning of a reason is still a part of it.
    private const int MaxText = 1_000;

    // What follows from the cause alone, and would only be read past.
    private static readonly string[] LeftOut = ["source_type", "triggering_event_id", "activity_definition_id"];

    /// <summary>The case with everything that the decision comes to as its expectation; null where the decision holds nothing that a case could name.</summary>
    /// <param name="cause">What comes in; what it expects so far is replaced.</param>
    /// <param name="decision">One that does not fail its run.</param>
    public static GoldenCase? Of(GoldenCase cause, Decision decision)
    {
        ArgumentNullException.ThrowIfNull(cause);
        ArgumentNullException.ThrowIfNull(decision);

        var instructions = decision.PlannedInstructions.Select(Expected).ToList();
        var error = First(decision, Verdict.Error);
        var nothing = decision.Tasks.Count == 0 && instructions.Count == 0 && error is null;
        var none = nothing ? First(decision, Verdict.Miss) : null;
        return nothing && none is null ? null : cause with
        {
            Tasks = decision.Tasks.Count == 0 ? null : [.. decision.Tasks.Select(Expected)],
            Instructions = instructions.Count == 0 ? null : instructions,
            None = none,
            Error = error,
        };
    }

    /// <summary>The fields that a case names of a task.</summary>
    public static JsonElement Expected(PlannedTask task)
    {
        var fields = JsonObject.Create(TaskDifferences.Fields(task))!;
        foreach (var name in LeftOut)
            fields.Remove(name);

        RemoveEmpty(fields);
        return JsonSerializer.SerializeToElement(fields);
    }

    private static JsonElement Expected(PlannedInstruction plan)
    {
        var fields = JsonObject.Create(InstructionDifferences.Fields(plan))!;
        foreach (var action in fields.Select(field => field.Value).OfType<JsonObject>())
            RemoveEmpty(action);

        return JsonSerializer.SerializeToElement(fields);
    }

    // An empty path or query is no expectation that a file could hold.
    private static void RemoveEmpty(JsonObject fields)
    {
        foreach (var name in fields.Where(field => field.Value is null || (field.Key is "path" && field.Value.GetValue<string>().Length == 0)
            || (field.Key is "query" or "headers" && field.Value is JsonObject { Count: 0 })).Select(field => field.Key).ToList())
            fields.Remove(name);
    }

    private static string? First(Decision decision, Verdict verdict) => decision.Verdicts.FirstOrDefault(rule => rule.Verdict == verdict)?.Because switch
    {
        null => null,
        { Length: > MaxText } text => text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)],
        var text => text,
    };
}
