using System.Text.Json;
using System.Text.Json.Nodes;
using ActivityCore.Instructions;
using ActivityCore.Storage;

namespace ActivityCore.Rules.Cases;

/// <summary>Compares instructions with what a case expects of them, member by member.</summary>
internal static class InstructionDifferences
{
    public static void Add(List<string> differences, IReadOnlyList<JsonElement> expected, IReadOnlyList<PlannedInstruction> actual)
    {
        if (expected.Count != actual.Count)
            differences.Add($"{Count(expected.Count)} expected, and {Count(actual.Count)} followed.");

        for (var i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            if (i >= actual.Count)
                differences.Add($"Instruction {i + 1} is missing: {TaskDifferences.Text(expected[i])}");
            else if (i >= expected.Count)
                differences.Add($"Instruction {i + 1} was not expected: {actual[i].InstructionId}: {actual[i].Describe()}");
            else
                Compare(differences, $"Instruction {i + 1}", expected[i], Fields(actual[i]));
        }
    }

    private static void Compare(List<string> differences, string place, JsonElement expected, JsonElement? actual)
    {
        if (expected.ValueKind == JsonValueKind.Object && actual is { ValueKind: JsonValueKind.Object } members)
        {
            foreach (var member in expected.EnumerateObject())
                Compare(differences, $"{place}, {member.Name}", member.Value, members.TryGetProperty(member.Name, out var value) ? value : null);
        }
        else if (actual is not { } value)
        {
            differences.Add($"{place}: expected {TaskDifferences.Text(expected)}, and there is none");
        }
        else if (!JsonElement.DeepEquals(expected, value))
        {
            differences.Add($"{place}: expected {TaskDifferences.Text(expected)}, but it is {TaskDifferences.Text(value)}");
        }
    }

    /// <summary>As a definition writes it.</summary>
    public static JsonElement Fields(PlannedInstruction plan)
    {
        var fields = new JsonObject { ["id"] = plan.InstructionId };
        if (plan.Item is not null)
            fields["item"] = plan.Item;
        if (plan.Workflow is { } workflow)
            fields["workflow"] = Node(new { workflow.Type, workflow.TaskQueue, workflow.Id, workflow.Input });
        if (plan.Shell is { } shell)
            fields["shell"] = Node(new { shell.Command, Args = shell.Arguments });
        if (plan.Http is { } http)
            fields["http"] = Node(http);
        if (plan.Nats is { } nats)
            fields["nats"] = Node(nats);
        return JsonSerializer.SerializeToElement(fields);
    }

    private static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, AuditJson.Options);

    private static string Count(int instructions) => instructions == 1 ? "1 instruction" : $"{instructions} instructions";
}
