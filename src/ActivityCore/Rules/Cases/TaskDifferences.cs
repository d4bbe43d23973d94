using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActivityCore.Tasks;

namespace ActivityCore.Rules.Cases;

/// <summary>Compares tasks with what a case expects of them, field by field.</summary>
internal static class TaskDifferences
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Add(List<string> differences, IReadOnlyList<JsonElement> expected, IReadOnlyList<PlannedTask> actual)
    {
        if (expected.Count != actual.Count)
            differences.Add($"{Count(expected.Count)} expected, and {Count(actual.Count)} followed.");

        for (var i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            if (i >= actual.Count)
                differences.Add($"Task {i + 1} is missing: {Text(expected[i])}");
            else if (i >= expected.Count)
                differences.Add($"Task {i + 1} was not expected: \"{actual[i].Spec.Title}\" for {actual[i].Spec.TargetRepo}, from rule {actual[i].Spec.SourceId}");
            else
                AddFields(differences, i + 1, expected[i], Fields(actual[i]));
        }
    }

    private static void AddFields(List<string> differences, int number, JsonElement expected, JsonElement actual)
    {
        foreach (var field in expected.EnumerateObject())
        {
            var value = actual.GetProperty(field.Name);
            if (!JsonElement.DeepEquals(field.Value, value))
                differences.Add($"Task {number}, {field.Name}: expected {Text(field.Value)}, but it is {Text(value)}");
        }
    }

    /// <summary>The ten fields, and the dedupe key.</summary>
    public static JsonElement Fields(PlannedTask task)
    {
        var fields = JsonSerializer.SerializeToNode(task.Spec)!.AsObject();
        fields["dedupe_key"] = task.DedupeKey is null ? null : JsonValue.Create(task.DedupeKey);
        return JsonSerializer.SerializeToElement(fields);
    }

    /// <summary>A value for people.</summary>
    public static string Text(JsonElement value) => JsonSerializer.Serialize(value, Readable);

    private static string Count(int tasks) => tasks == 1 ? "1 task" : $"{tasks} tasks";
}
