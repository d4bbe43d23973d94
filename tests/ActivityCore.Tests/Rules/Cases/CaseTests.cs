using System.Text;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Rules.Cases;

namespace ActivityCore.Tests.Rules.Cases;

/// <summary>The files of golden cases: what they may hold, and what running them says.</summary>
public sealed class CaseTests
{
    private const string Definition = """
        id: 5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11
        name: sample
        owner: platform
        description: A sample.
        trigger:
          - cron: "0 6 * * 1"
          - event: org.statehub.repo.registered
            when: event.attributes.visibility = 'public'
          - manual: true
        context:
          repos: { source: state-hub.repos, on_error: skip }
        rules:
          - id: stale
            for_each: { item: repo, in: context.repos, key: repo.slug }
            when: age_days(repo.last_sbom_at) > 30
            emit:
              - { title: "Rescan {{ repo.slug }}", target_repo: "{{ repo.slug }}", labels: [sbom], dedupe: { key: "sbom/{{ repo.slug }}", window: 30d } }
        limits: { max_tasks_per_run: 2 }
        """;

    [Fact]
    public void Run_CasesThatHold_HaveNoDifferences()
    {
        var results = Run("""
            cases:
              - name: stale
                schedule: { at: 2026-03-02T06:00:00Z }
                context: { repos: [{ slug: old, last_sbom_at: 2026-01-01 }, { slug: new, last_sbom_at: 2026-03-01 }] }
                expect:
                  tasks:
                    - { title: Rescan old, target_repo: old, priority: medium, labels: [sbom], dedupe_key: sbom/old, source_id: stale }
              - name: fresh
                manual: true
                now: 2026-03-02
                context: { repos: [{ slug: new, last_sbom_at: 2026-03-01 }] }
                expect: { none: age_days(repo.last_sbom_at) = 1 }
              - name: skipped source
                schedule: { at: 2026-03-02T06:00:00Z }
                expect: { none: "`context.repos` is missing" }
              - name: private
                event: { type: org.statehub.repo.registered, attributes: { visibility: private } }
                expect: { none: "event.attributes.visibility = \"private\"" }
              - name: other event
                event: { type: org.statehub.task.stale }
                expect: { none: No trigger of the definition fits }
              - name: public
                event: { type: org.statehub.repo.registered, timestamp: 2026-03-02, id: 0b7f9c1e-2f6e-4c58-8a49-3a1b6f0d2c11, attributes: { visibility: public } }
                context: { repos: [{ slug: old, last_sbom_at: 2026-01-01 }] }
                expect: { tasks: [{ triggering_event_id: 0b7f9c1e-2f6e-4c58-8a49-3a1b6f0d2c11 }] }
              - name: broken date
                manual: true
                context: { repos: [{ slug: x, last_sbom_at: soon }] }
                expect: { error: must be a time }
              - name: too many
                schedule: { at: 2026-03-02T06:00:00Z }
                context: { repos: [{ slug: a, last_sbom_at: 2026-01-01 }, { slug: b, last_sbom_at: 2026-01-01 }, { slug: c, last_sbom_at: 2026-01-01 }] }
                expect: { error: 3 tasks are more than max_tasks_per_run }
            """);

        Assert.Equal(8, results.Count);
        Assert.All(results, r => Assert.Empty(r.Differences));
    }

    [Fact]
    public void Run_CasesThatDoNotHold_SayWhatDiffers()
    {
        var results = Run("""
            cases:
              - name: fields
                schedule: { at: 2026-03-02T06:00:00Z }
                context: { repos: [{ slug: old, last_sbom_at: 2026-01-01 }] }
                expect: { tasks: [{ title: Rescan new, labels: [sbom, security], priority: medium }] }
              - name: count
                schedule: { at: 2026-03-02T06:00:00Z }
                context: { repos: [{ slug: old, last_sbom_at: 2026-01-01 }] }
                expect: { tasks: [{ title: Rescan old }, { title: Rescan new }] }
              - name: more than expected
                schedule: { at: 2026-03-02T06:00:00Z }
                context: { repos: [{ slug: old, last_sbom_at: 2026-01-01 }] }
                expect: { none: anything }
              - name: another reason
                schedule: { at: 2026-03-02T06:00:00Z }
                context: { repos: [] }
                expect: { none: archived }
              - name: no error
                schedule: { at: 2026-03-02T06:00:00Z }
                context: { repos: [] }
                expect: { error: anything }
              - name: error
                schedule: { at: 2026-03-02T06:00:00Z }
                context: { repos: 5 }
                expect: { none: empty }
              - name: misspelt entry
                schedule: { at: 2026-03-02T06:00:00Z }
                context: { repo: [] }
                expect: { none: missing }
            """);

        Assert.Equal(
            [
                "fields: Task 1, title: expected \"Rescan new\", but it is \"Rescan old\"",
                "fields: Task 1, labels: expected [\"sbom\",\"security\"], but it is [\"sbom\"]",
                "count: 2 tasks expected, and 1 task followed.",
                "count: Task 2 is missing: {\"title\":\"Rescan new\"}",
                "more than expected: 0 tasks expected, and 1 task followed.",
                "more than expected: Task 1 was not expected: \"Rescan old\" for old, from rule stale",
                "another reason: No reason has \"archived\"; the reasons are: stale: Not matched: `context.repos` is an empty list.",
                "no error: An error with \"anything\" was expected, and there was none.",
                "error: An error was not expected: Error: for_each: `context.repos` must be a list, but is a number (5).",
                "error: No reason has \"empty\"; the reasons are: none.",
                "misspelt entry: `context.repo` is no context entry of the definition; did you mean `repos`?",
            ],
            results.SelectMany(r => r.Differences.Select(d => $"{r.Case.Name}: {d}")));
        Assert.All(results, r => Assert.False(r.Passed));
    }

    [Theory]
    [InlineData("cases: []", "1:8: error: `cases` is empty")]
    [InlineData("caes: []", "1:1: error: Unknown key `caes` in a file of golden cases; did you mean `cases`?")]
    [InlineData("cases: [{ name: a, manual: true, expect: { nothing: x } }]", "1:44: error: Unknown key `nothing` in an expectation")]
    [InlineData("cases: [{ name: a, expect: { none: x } }]", "1:9: error: A case needs exactly one of `event`, `schedule` and `manual`: the cause.")]
    [InlineData("cases: [{ name: a, manual: true, schedule: { at: 2026-01-01 }, expect: { none: x } }]", "1:9: error: A case needs exactly one of")]
    [InlineData("cases: [{ name: a, manual: true, expect: {} }]", "error: `expect` needs `tasks`, `instructions`, `none` or `error`.")]
    [InlineData("cases: [{ name: a, manual: true, expect: { none: x, error: y } }]", "error: `none` stands alone")]
    [InlineData("cases: [{ name: a, schedule: { at: 2026-01-01 }, now: 2026-01-02, expect: { none: x } }]", "error: The cause states its time already, and that is `now`: take this out.")]
    [InlineData("cases: [{ name: a, schedule: { at: tomorrow }, expect: { none: x } }]", "error: `at` is `tomorrow` and must be a time such as 2026-03-02T06:00:00Z.")]
    [InlineData("cases: [{ name: a, manual: true, expect: { tasks: [{ titel: x }] } }]", "error: Unknown key `titel` in an expected task; did you mean `title`?")]
    [InlineData("cases: [{ name: a, manual: true, expect: { none: x } }, { name: a, manual: true, expect: { none: x } }]", "error: A case named `a` stands further up")]
    [InlineData("cases: [{ name: a, event: { type: x, id: 5 }, expect: { none: x } }]", "error: `id` is `5` and must be a UUID such as")]
    public void Load_BrokenFile_IsRefusedWithPlaceAndCure(string yaml, string problem)
    {
        var reading = CaseLoader.Load("sample.tests.yaml", Encoding.UTF8.GetBytes(yaml));

        Assert.Empty(reading.Cases);
        Assert.Contains(problem, string.Join('\n', reading.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_OfFile_IsThatOfTheLoader()
    {
        var file = Path.Combine(Repository.Root, "schemas", "definition-tests.schema.json");
        var received = Path.Combine(AppContext.BaseDirectory, "definition-tests.schema.json");
        File.WriteAllText(received, CaseLoader.Schema);

        Assert.True(File.Exists(file) && string.Equals(CaseLoader.Schema, File.ReadAllText(file), StringComparison.Ordinal), $"{file} differs from the loader's schema; copy {received} there.");
    }

    [Fact]
    public void Run_ShippedCases_Hold()
    {
        var folder = Path.Combine(Repository.Root, "activity-definitions");
        var definitions = Directory.GetFiles(folder, "*.yaml").Where(f => !f.EndsWith(CaseLoader.Suffix, StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(definitions);
        foreach (var file in definitions)
        {
            var definition = new DefinitionLoader(EventTypeRegistry.Empty).Load(Path.GetFileName(file), File.ReadAllBytes(file)).Definition;
            var reading = CaseLoader.Load(Path.GetFileName(CaseLoader.FileFor(file)), File.ReadAllBytes(CaseLoader.FileFor(file)));

            Assert.Empty(reading.Problems);
            var results = reading.Cases.Select(c => CaseRunner.Run(definition!, c)).ToList();
            Assert.Equal([], results.SelectMany(r => r.Differences.Select(d => $"{reading.Cases.Count} {Path.GetFileName(file)}, {r.Case.Name}: {d}")));
            // Each rule is shown to match and to stay silent.
            Assert.All(definition!.Rules, rule => Assert.Contains(results, r => r.Decision.Rules.Any(d => d.RuleId == rule.Id && d.Verdict == ActivityCore.Rules.Verdict.Match)));
            Assert.All(definition.Rules, rule => Assert.Contains(results, r => r.Decision.Tasks.All(t => t.Spec.SourceId != rule.Id)));
        }
    }

    private static List<CaseResult> Run(string cases)
    {
        var definition = new DefinitionLoader(EventTypeRegistry.Empty).Load("sample.yaml", Encoding.UTF8.GetBytes(Definition));
        Assert.True(definition.Definition is not null, string.Join('\n', definition.Problems));
        var reading = CaseLoader.Load("sample.tests.yaml", Encoding.UTF8.GetBytes(cases));
        Assert.Empty(reading.Problems);
        return [.. reading.Cases.Select(c => CaseRunner.Run(definition.Definition!, c))];
    }
}
