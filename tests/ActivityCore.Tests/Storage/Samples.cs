using System.Text.Json;
using ActivityCore.Events;
using ActivityCore.Rules;
using ActivityCore.Runs;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Tests.Storage;

/// <summary>Rows to begin with.</summary>
internal static class Samples
{
    public static Guid DefinitionId { get; } = new("5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11");

    public static EventEnvelope Event(Guid? id = null, string publisher = "the-custodian/state-hub", string attributes = """{"repo":{"slug":"alpha"}}""") => new()
    {
        Id = id ?? Guid.NewGuid(),
        Type = "org.statehub.repo.registered",
        Publisher = publisher,
        Timestamp = new(2026, 3, 2, 5, 59, 0, TimeSpan.Zero),
        Attributes = JsonElement.Parse(attributes),
    };

    public static NewRun Run(EventEnvelope envelope, string hash = "hash-1", string? notMatchedBecause = null, Guid? definitionId = null) => new()
    {
        RunId = RunId.Create(definitionId ?? DefinitionId, Occurrence.OfEvent(envelope)),
        DefinitionId = definitionId ?? DefinitionId,
        DefinitionName = "repository-onboarding",
        DefinitionHash = hash,
        Occurrence = Occurrence.OfEvent(envelope),
        EventPublisher = envelope.Publisher,
        EventId = envelope.Id,
        NotMatchedBecause = notMatchedBecause,
    };

    public static PlannedTask Task(EventEnvelope envelope, string item = "0", string repo = "alpha", string title = "Onboard alpha", string? dedupe = null, Guid? definitionId = null) => new()
    {
        Key = TaskKey.Create(definitionId ?? DefinitionId, Occurrence.OfEvent(envelope).Key, "rule", "onboard", repo, item),
        Spec = new TaskSpec
        {
            Title = title,
            Description = "",
            TargetRepo = repo,
            Priority = "medium",
            Labels = ["onboarding", "automated"],
            SourceType = "rule",
            SourceId = "onboard",
            TriggeringEventId = envelope.Id.ToString("D"),
            ActivityDefinitionId = (definitionId ?? DefinitionId).ToString("D"),
        },
        DedupeKey = dedupe,
        DedupeWindow = dedupe is null ? null : TimeSpan.FromDays(30),
    };

    public static Decision Decision(params PlannedTask[] tasks) => new()
    {
        Rules =
        [
            new RuleDecision
            {
                RuleId = "onboard",
                Verdict = Verdict.Match,
                Condition = "event.attributes.repo.slug == 'alpha'",
                Because = "event.attributes.repo.slug was \"alpha\"",
                Leaves =
                [
                    new LeafExplanation
                    {
                        Text = "event.attributes.repo.slug == 'alpha'",
                        Outcome = "true",
                        Values = new Dictionary<string, string>(StringComparer.Ordinal) { ["event.attributes.repo.slug"] = "\"alpha\"" },
                    },
                ],
                TaskKeys = [.. tasks.Select(task => task.Key)],
            },
            new RuleDecision { RuleId = "archive", Verdict = Verdict.Miss, Condition = "event.attributes.archived", Because = "event.attributes.archived is missing" },
        ],
        Tasks = tasks,
    };

    public static Emission Emission(NewRun run, params PlannedTask[] tasks) =>
        new() { RunId = run.RunId, DefinitionId = run.DefinitionId, DefinitionHash = run.DefinitionHash, Decision = Decision(tasks) };
}
