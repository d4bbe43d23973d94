using ActivityCore.Definitions;
using ActivityCore.Instructions;

namespace ActivityCore.Tests.Instructions;

public sealed class InstructionLoaderTests
{
    /// <summary>The instruction (it begins on line 6, column 5), and everything that is said of it.</summary>
    public static TheoryData<string, string[]> Refusals => new()
    {
        { "{ id: a }", ["d.yaml:6:5: error: An instruction needs one of the keys `shell`, `workflow`, `http`, `nats`."] },
        { "{ id: a, shell: { command: c }, http: { endpoint: e } }", ["d.yaml:6:5: error: An instruction has just one of `shell`, `workflow`, `http`, `nats`: make a list entry of each."] },
        { "{ shell: { command: c } }", ["d.yaml:6:5: error: A shell instruction needs the key `id`: unique in the definition; part of the keys of its tasks, so it should not change."] },
        { "{ id: a, shell: { command: /bin/sh } }", ["d.yaml:6:32: error: `command` is `/bin/sh` and must be small letters, digits, dots, dashes and underscores, 100 at most, such as `weekly-sbom-staleness`."] },
        { "{ id: a, shell: { command: c, arg: [x] } }", ["d.yaml:6:35: error: Unknown key `arg` in a `shell`; did you mean `args`?"] },
        { "{ id: a, shell: { command: c, args: [5] } }", ["d.yaml:6:42: error: `args` must be text, and `5` is a number: put it into quotes."] },
        { "{ id: a, on_error: skip_rule, shell: { command: c } }", ["d.yaml:6:24: error: `on_error` is `skip_rule` and must be one of fail_run, skip_instruction."] },
        { "{ id: a, timeout: 2d, shell: { command: c } }", ["d.yaml:6:23: error: `timeout` is `2d` and may be 24h at most for this kind of instruction."] },
        { "{ id: a, timeout: 10m, http: { endpoint: e } }", ["d.yaml:6:23: error: `timeout` is `10m` and may be 5m at most for this kind of instruction."] },
        { "{ id: a, returns: text, shell: { command: c } }", ["d.yaml:6:23: error: `returns` is `text` and must be one of tasks."] },
        { "{ id: a, returns: tasks, nats: { subject: a.b } }", ["d.yaml:6:23: error: `returns` has no meaning for a message, which nobody answers: take it out."] },
        { "{ id: a, at_most_once: true, workflow: { type: T } }", ["d.yaml:6:28: error: `at_most_once` has no meaning for a workflow, which is started once whatever happens: take it out."] },
        { "{ id: a, http: { endpoint: \"https://evil.example\" } }", ["d.yaml:6:32: error: `endpoint` is `https://evil.example` and must be small letters, digits, dots, dashes and underscores, 100 at most, such as `weekly-sbom-staleness`."] },
        { "{ id: a, http: { endpoint: e, method: HEAD } }", ["d.yaml:6:43: error: `method` is `HEAD` and must be one of GET, POST, PUT, PATCH, DELETE."] },
        { "{ id: a, http: { endpoint: e, path: \"x?y=1\" } }", ["d.yaml:6:41: error: `path` stays below the endpoint's address, without `?`, `#` and `//`: write a query under `query`."] },
        { "{ id: a, http: { endpoint: e, headers: { Authorization: x } } }", ["d.yaml:6:46: error: `Authorization` is set by the engine, belongs to the endpoint in the settings, or is no header of a request: take it out."] },
        { "{ id: a, http: { endpoint: e, headers: { Content-Language: de } } }", ["d.yaml:6:46: error: `Content-Language` is set by the engine, belongs to the endpoint in the settings, or is no header of a request: take it out."] },
        { "{ id: a, when: contxt.hub, shell: { command: c } }", ["d.yaml:6:20: error: `when`: unknown name `contxt` in `contxt.hub`; did you mean `context`?"] },
        { "{ id: a, workflow: { type: T, input: { repo: \"{{ evnt.id }}\" } } }", ["d.yaml:6:54: error: `repo`: unknown name `evnt` in `evnt.id`; did you mean `event`?"] },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Load_BrokenInstruction_IsRefusedWithPlaceAndCure(string instruction, string[] problems)
    {
        var reading = Instruct.Load($"instructions:\n  - {instruction}\n");

        Assert.Null(reading.Definition);
        Assert.Equal(problems, reading.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Load_NeitherRulesNorInstructions_IsRefused()
    {
        Assert.Equal(["d.yaml:1:1: error: A definition needs the key `rules` or `instructions`: what follows."], Instruct.Load("").Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Load_IdOfARuleAgain_IsRefused()
    {
        var reading = Instruct.Load("rules:\n  - { id: a, emit: [{ title: t, target_repo: r }] }\ninstructions:\n  - { id: a, shell: { command: c } }\n");

        Assert.Equal(["d.yaml:8:11: error: The rule `a` is already on line 6: give each rule and instruction an id of its own."], reading.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Load_TargetsThatThisEnvironmentDoesNotHave_AreWarnings()
    {
        var reading = Instruct.Load(
            """
            instructions:
              - { id: a, shell: { command: rescan-al } }
              - { id: b, http: { endpoint: scanner } }
              - { id: c, nats: { subject: "jobs.{{ event.type }}" } }
              - { id: d, nats: { subject: "ops.rescan.{{ event.type }}" } }
            """,
            new(["rescan-all"], [], ["ops.rescan"]));

        Assert.NotNull(reading.Definition);
        Assert.All(reading.Problems, problem => Assert.Equal(ProblemSeverity.Warning, problem.Severity));
        Assert.Equal(
            [
                "d.yaml:6:32: warning: `command` is `rescan-al`, which is not on the allow-list of this environment, ACTIVITY_SHELL_ALLOW: its workers must have it there, or the instruction fails; did you mean `rescan-all`?",
                "d.yaml:7:32: warning: `endpoint` is `scanner`, which is no endpoint of this environment, HTTP_ENDPOINTS_FILE: its workers must have it there, or the instruction fails.",
                "d.yaml:8:31: warning: `subject` is below no prefix of ACTIVITY_NATS_ALLOW of this environment, which allows ops.rescan: its workers must have it there, or the instruction fails.",
            ],
            reading.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Load_DisabledDefinition_IsNotWarnedOfWhatIsNotThereYet()
    {
        Assert.Empty(Instruct.Load("enabled: false\ninstructions: [{ id: a, shell: { command: c } }]\n", InstructionTargets.None).Problems);
    }
}
