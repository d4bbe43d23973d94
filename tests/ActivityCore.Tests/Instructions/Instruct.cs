using System.Text;
using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Instructions;
using ActivityCore.Rules;
using ActivityCore.Storage;
using ActivityCore.Tests.Runs;

namespace ActivityCore.Tests.Instructions;

/// <summary>Short ways to definitions with instructions, and to what they decide.</summary>
internal static class Instruct
{
    public const string Head = """
        id: 5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11
        name: sample
        owner: tests
        trigger: [{ event: thing.happened }]

        """;

    /// <summary>Without the warning that the head's event type is not known.</summary>
    public static DefinitionReading Load(string instructions, InstructionTargets? targets = null)
    {
        var reading = new DefinitionLoader(EventTypeRegistry.Empty, targets: targets).Load("d.yaml", Encoding.UTF8.GetBytes(Head + instructions));
        return reading with { Problems = [.. reading.Problems.Where(problem => problem.Line != 4)] };
    }

    public static ActivityDefinition Definition(string instructions)
    {
        var (definition, problems) = Load(instructions);
        Assert.True(definition is not null, string.Join('\n', problems));
        return definition;
    }

    /// <summary>What one instruction decides on an event with these attributes.</summary>
    public static Decision Decide(string instruction, string attributes = "{}")
    {
        var envelope = Engine.Event("thing.happened", attributes, new Guid("0b7f9c1e-2f6e-4c58-8a49-3a1b6f0d2c11"));
        return RuleEvaluator.Evaluate(
            Definition($"instructions:\n  - id: act\n    {instruction.ReplaceLineEndings("\n    ")}\n"),
            new() { Occurrence = Occurrence.OfEvent(envelope), Event = envelope, Context = JsonElement.Parse("{}") });
    }

    /// <summary>The one that is planned.</summary>
    public static PlannedInstruction Plan(string instruction, string attributes = "{}")
    {
        var decision = Decide(instruction, attributes);
        Assert.Null(decision.FailRun);
        return Assert.Single(decision.PlannedInstructions);
    }

    public static RunRecord Run(PlannedInstruction plan) => new()
    {
        Sequence = 1,
        RunId = $"act-sample-{plan.Key[..8]}",
        DefinitionId = new("5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11"),
        DefinitionName = "sample",
        DefinitionHash = "hash",
        Occurrence = Occurrence.OfRequest("test", new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero)),
        State = RunState.Running,
        CreatedAt = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero),
    };

    public static InstructionCall Call(PlannedInstruction plan, int attempt = 1) => new(Run(plan), plan, attempt);
}
