using System.Text;
using ActivityCore.Definitions;
using ActivityCore.Rules;
using ActivityCore.Tasks;

namespace ActivityCore.Tests.Rules;

public sealed class RuleEvaluatorTests
{
    private const string Repos = """
        {"repos": [
          {"slug": "old", "last_sbom_at": "2026-01-01T06:00:00Z", "archived": false},
          {"slug": "fresh", "last_sbom_at": "2026-03-01T06:00:00Z", "archived": false},
          {"slug": "gone", "last_sbom_at": "2025-01-01T06:00:00Z", "archived": true},
          {"slug": "never", "archived": false}]}
        """;

    private static readonly Rule Sbom = Build.Rule(
        "age_days(repo.last_sbom_at) > 30 and not repo.archived",
        id: "flag-stale-sbom",
        forEach: Build.ForEach("context.repos", "repo.slug"),
        emit: Build.Task("Run SBOM rescan for {{ repo.slug }}", targetRepo: "{{ repo.slug }}", labels: ["sbom", "security"], dedupe: "sbom/{{ repo.slug }}"));

    [Fact]
    public void Evaluate_ForEach_GivesOneVerdictPerItemWithItsReason()
    {
        var decision = RuleEvaluator.Evaluate(Build.Definition(Sbom), Build.ScheduleInput(Repos));

        Assert.Null(decision.FailRun);
        Assert.Equal(
            [
                "old Match Matched: `age_days(repo.last_sbom_at) > 30` is true (repo.last_sbom_at = \"2026-01-01T06:00:00Z\", age_days(repo.last_sbom_at) = 60); `repo.archived` is false.",
                "fresh Miss Not matched: `age_days(repo.last_sbom_at) > 30` is false (repo.last_sbom_at = \"2026-03-01T06:00:00Z\", age_days(repo.last_sbom_at) = 1).",
                "gone Miss Not matched: `repo.archived` is true.",
                "never Miss Not matched: `age_days(repo.last_sbom_at) > 30` is unknown: `repo.last_sbom_at` is missing.",
            ],
            decision.Rules.Select(r => $"{r.Item} {r.Verdict} {r.Because}"));
        var leaf = decision.Rules[1].Leaves[1];
        Assert.Equal(("repo.archived", "not evaluated"), (leaf.Text, leaf.Outcome));
    }

    [Fact]
    public void Evaluate_Match_RendersTheTask()
    {
        var task = Assert.Single(RuleEvaluator.Evaluate(Build.Definition(Sbom), Build.ScheduleInput(Repos)).Tasks);

        Assert.Equal(TaskKey.Create(Build.DefinitionId, $"schedule:{Build.DefinitionId:D}@2026-03-02T06:00:00Z", "rule", "flag-stale-sbom", "old", "0/key/old"), task.Key);
        Assert.Equal("sbom/old", task.DedupeKey);
        Assert.Equal(TimeSpan.FromDays(30), task.DedupeWindow);
        Assert.Equal("Run SBOM rescan for old", task.Spec.Title);
        Assert.Equal("old", task.Spec.TargetRepo);
        Assert.Equal("medium", task.Spec.Priority);
        Assert.Equal(["sbom", "security"], task.Spec.Labels);
        Assert.Equal("rule", task.Spec.SourceType);
        Assert.Equal("flag-stale-sbom", task.Spec.SourceId);
        Assert.Equal($"schedule:{Build.DefinitionId:D}@2026-03-02T06:00:00Z", task.Spec.TriggeringEventId);
        Assert.Equal(Build.DefinitionId.ToString("D"), task.Spec.ActivityDefinitionId);
    }

    [Fact]
    public void Evaluate_Twice_GivesTheSameBytes()
    {
        var first = DecisionJson.Serialize(RuleEvaluator.Evaluate(Build.Definition(Sbom), Build.ScheduleInput(Repos)));
        var second = DecisionJson.Serialize(RuleEvaluator.Evaluate(Build.Definition(Sbom), Build.ScheduleInput(Repos)));

        Assert.Equal(Encoding.UTF8.GetString(first), Encoding.UTF8.GetString(second));
        Assert.Equal(first, DecisionJson.Serialize(DecisionJson.Deserialize(first)));
    }
}
