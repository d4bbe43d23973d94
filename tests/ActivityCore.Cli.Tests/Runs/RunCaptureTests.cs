using System.Text;
using System.Text.Json;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Runs;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Rules;
using ActivityCore.Rules.Cases;
using ActivityCore.Runs;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Tests.Runs;

/// <summary>Which runs make a golden case, what it says, and what is said of the others.</summary>
public sealed class RunCaptureTests
{
    private const string Text = """
        id: 5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11
        name: sample
        owner: tests
        trigger:
          - cron: "0 6 * * 1"
          - event: org.statehub.repo.registered
            when: event.attributes.visibility = 'public'
          - manual: true
        context:
          repos: { source: state-hub.repos, on_error: skip }
        rules:
          - id: stale
            on_error: skip_rule
            for_each: { item: repo, in: context.repos, key: repo.slug }
            when: age_days(repo.last_sbom_at) > 30
            emit:
              - { title: "Rescan {{ repo.slug }} with {{ default(repo.token, 'nothing') }}", target_repo: "{{ repo.slug }}", dedupe: { key: "sbom/{{ repo.slug }}", window: 30d } }
          - id: secret
            when: event.attributes.password = 'swordfish'
            emit:
              - { title: Change the password, target_repo: vault }
          - id: strict
            when: event.attributes.count > 3
            emit:
              - { title: Too many, target_repo: vault }
          - id: request
            when: occurrence.key = 'manual:monday'
            emit:
              - { title: It is monday, target_repo: calendar }
        limits: { max_tasks_per_run: 2 }
        """;

    private const string Public = """{"visibility": "public"}""";

    private static readonly DateTimeOffset Time = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);

    private static readonly ActivityDefinition Definition = new DefinitionLoader(EventTypeRegistry.Empty).Load("sample.yaml", Encoding.UTF8.GetBytes(Text)).Definition!;

    public static TheoryData<string, string?, string> Captured => new()
    {
        // The context's repositories, the event's attributes (null: a tick), and a part of the case.
        { """[{"slug": "old", "last_sbom_at": "2026-01-01"}, {"slug": "new", "last_sbom_at": "2026-03-01"}]""", null, "title: Rescan old with nothing" },
        { """[{"slug": "old", "last_sbom_at": "2026-01-01"}]""", Public, "dedupe_key: sbom/old" },
        { """[{"slug": "new", "last_sbom_at": "2026-03-01"}]""", null, "none: \"Not matched: `age_days(repo.last_sbom_at) > 30` is false" },
        { "[]", Public, "none: \"Not matched: `context.repos` is an empty list.\"" },
        { """[{"slug": "odd", "last_sbom_at": "soon"}, {"slug": "old", "last_sbom_at": "2026-01-01"}]""", null, "error: \"Error: " },
        { "[]", """{"visibility": "private"}""", "event.attributes.visibility = \\\"private\\\"" },
    };

    [Theory]
    [MemberData(nameof(Captured))]
    public void Of_DecidedRun_IsACaseThatHoldsAndExpectsWhatTheRunCameTo(string repos, string? attributes, string part)
    {
        var detail = Detail(repos, attributes);

        var captured = RunCapture.Of(detail, Definition, "what it shows");

        var reading = CaseLoader.Load("sample.tests.yaml", Encoding.UTF8.GetBytes(CaseWriter.Head + captured.Text()));
        Assert.Empty(reading.Problems);
        var result = CaseRunner.Run(Definition, reading.Cases[0]);
        Assert.Equal([], result.Differences);
        Assert.Equal("what it shows", reading.Cases[0].Name);
        Assert.Contains(part, captured.Text(), StringComparison.Ordinal);
        Assert.Equal(
            detail.Run.Decision?.Verdicts.Select(rule => (rule.RuleId, rule.Item, rule.Verdict)) ?? [(TriggerCondition.RuleId, null, Verdict.Miss)],
            result.Decision.Verdicts.Select(rule => (rule.RuleId, rule.Item, rule.Verdict)));
        Assert.Equal(detail.Run.Decision?.Tasks.Select(task => task.Spec.Title) ?? [], result.Decision.Tasks.Select(task => task.Spec.Title));
    }

    [Fact]
    public void Of_SecretInATaskOfTheRun_IsMaskedInTheCaseAndSaidSo()
    {
        var stored = Detail("""[{"slug": "old", "last_sbom_at": "2026-01-01", "token": "swordfish"}]""", null);
        var masked = stored with { Run = stored.Run with { Context = Redaction.Json(stored.Run.Context!.Value) } };

        var text = RunCapture.Of(masked, Definition, null).Text();

        Assert.Contains("swordfish", stored.Run.Decision!.Tasks[0].Spec.Title, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", text, StringComparison.Ordinal);
        Assert.Contains("title: \"Rescan old with [redacted]\"", text, StringComparison.Ordinal);
        Assert.Contains("# Secrets are masked in what is stored", text, StringComparison.Ordinal);
        Assert.Contains("# Rendered from what is stored, and not as in the run: task 1, title.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SecretThatIsStoredStill_IsMasked()
    {
        var text = RunCapture.Of(Detail("[]", """{"visibility": "public", "password": "hunter2-hunter2"}"""), Definition, null).Text();

        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OutcomeThatRestsOnASecret_IsRefused()
    {
        var refusal = Refused(Detail("[]", """{"visibility": "public", "password": "swordfish"}"""));

        Assert.Contains("from what is stored it would be decided otherwise: the verdicts were", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Secrets are masked there, and the outcome rests on them.", refusal.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", refusal.Message + refusal.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_RequestWhoseIdDecides_IsRefused()
    {
        var refusal = Refused(Detail("[]", null, Occurrence.OfRequest("monday", Time)));

        Assert.Contains("a request's id", refusal.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_RequestOnAnEvent_IsACaseOfTheEventAndSaysSo()
    {
        var text = RunCapture.Of(Detail("[]", Public, Occurrence.OfRequest("tuesday", Time.AddHours(1))), Definition, null).Text();

        Assert.Contains("# It was asked for by hand on an event", text, StringComparison.Ordinal);
        Assert.Contains("timestamp: 2026-03-02T06:00:00Z", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_RequestOnAnEventThatNoTriggerTakes_IsRefused()
    {
        var refusal = Refused(Detail("[]", """{"visibility": "private"}""", Occurrence.OfRequest("tuesday", Time)));

        Assert.Contains("a case has the time and the triggers of the event instead", refusal.Advice, StringComparison.Ordinal);
    }

    public static TheoryData<RunState, string, string> Unusable => new()
    {
        { RunState.Pending, "it is pending and not finished", "activity-core runs show" },
        { RunState.Running, "it is running and not finished", "activity-core runs show" },
        { RunState.Parked, "it is parked: too many", "activity-core parked release" },
        { RunState.Dropped, "it is dropped: too many", "raise `limits`" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Of_RunThatIsNotDone_IsRefusedWithWhatToDo(RunState state, string reason, string advice)
    {
        var detail = Detail("[]", null);

        var refusal = Refused(detail with { Run = detail.Run with { State = state, Failure = "too many" } });

        Assert.Equal($"The run act-1 cannot be captured: {reason}.", refusal.Message);
        Assert.Contains(advice, refusal.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_RuleErrorThatFailedTheRun_IsRefusedAndNamesIt()
    {
        var detail = Detail("[]", """{"visibility": "public", "count": "many"}""");

        var refusal = Refused(detail with { Run = detail.Run with { State = RunState.Failed, Failure = detail.Run.Decision!.FailRun } });

        Assert.Contains("a rule or instruction came to an error: Rule strict: Error: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("expect: { error: TEXT }", refusal.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ReleasedRun_IsRefused()
    {
        var refusal = Refused(Detail("""[{"slug": "a", "last_sbom_at": "2026-01-01"}, {"slug": "b", "last_sbom_at": "2026-01-01"}, {"slug": "c", "last_sbom_at": "2026-01-01"}]""", null));

        Assert.Contains("was released by a person", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_PayloadRemovedByRetention_IsRefused(bool ofTheRun)
    {
        var detail = Detail("[]", Public);

        var refusal = Refused(ofTheRun
            ? detail with { Run = detail.Run with { PayloadRemovedAt = Time } }
            : detail with { Event = detail.Event! with { PayloadRemovedAt = Time } });

        Assert.Equal("The run act-1 cannot be captured: its payload was removed by retention on 2026-03-02 06:00:00Z.", refusal.Message);
    }

    [Fact]
    public void Of_RunThatFailedBeforeItDecided_IsRefused()
    {
        var detail = Detail("[]", null);

        var refusal = Refused(detail with { Run = detail.Run with { State = RunState.Failed, Decision = null, Failure = "State Hub is gone." } });

        Assert.Equal("The run act-1 cannot be captured: it failed before anything was decided: State Hub is gone.", refusal.Message);
    }

    private static CliException Refused(RunDetail detail)
    {
        var refusal = Assert.Throws<CliException>(() => RunCapture.Of(detail, Definition, null));
        Assert.Equal(ExitCode.Error, refusal.ExitCode);
        Assert.NotNull(refusal.Advice);
        return refusal;
    }

    // As the engine would store it, but for what a test takes away afterwards.
    private static RunDetail Detail(string repos, string? attributes, Occurrence? asked = null)
    {
        var envelope = attributes is null ? null : new EventEnvelope
        {
            Id = new("0b7f9c1e-2f6e-4c58-8a49-3a1b6f0d2c11"),
            Type = "org.statehub.repo.registered",
            Timestamp = Time,
            Publisher = "the-custodian/state-hub",
            Attributes = JsonElement.Parse(attributes),
        };
        var occurrence = asked ?? (envelope is null ? Occurrence.OfSchedule(Definition.Id, Time) : Occurrence.OfEvent(envelope));
        var context = JsonElement.Parse($$"""{"repos": {{repos}}}""");
        var trigger = occurrence.Kind == OccurrenceKind.Event ? TriggerCondition.Evaluate(Definition, Definition.Triggers.OfType<Trigger.OnEvent>().Single(), envelope!) : null;
        var isStarted = trigger is null or { Verdict: Verdict.Match };
        return new()
        {
            Run = new()
            {
                Sequence = 1,
                RunId = "act-1",
                DefinitionId = Definition.Id,
                DefinitionName = Definition.Name,
                DefinitionHash = Definition.Hash,
                Occurrence = occurrence,
                EventPublisher = envelope?.Publisher,
                EventId = envelope?.Id,
                State = isStarted ? RunState.Completed : RunState.NotMatched,
                NotMatchedBecause = isStarted ? null : trigger!.Because,
                Context = isStarted ? context : null,
                Decision = isStarted ? RuleEvaluator.Evaluate(Definition, new() { Occurrence = occurrence, Event = envelope, Context = context }) : null,
                CreatedAt = Time,
            },
            Event = envelope is null ? null : new() { Sequence = 1, Envelope = envelope, Intake = "http", ReceivedAt = Time, State = EventState.Routed },
            Because = "",
        };
    }
}
