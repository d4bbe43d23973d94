using System.Text.Json;
using ActivityCore.Rules;

namespace ActivityCore.Tests.Instructions;

public sealed class InstructionDecisionTests
{
    /// <summary>What an event may bring. It stays the one argument that it is meant to be.</summary>
    [Theory]
    [InlineData("two words")]
    [InlineData("a; rm -rf /")]
    [InlineData("$(touch x) `id` ${HOME}")]
    [InlineData("line one\nline two\t*")]
    [InlineData("\"quoted\" 'twice' \\")]
    [InlineData("")]
    public void Evaluate_ArgumentFromAnEvent_StaysAsItIs(string value)
    {
        var plan = Instruct.Plan("""shell: { command: c, args: [--name, "{{ event.attributes.x }}", "--repo={{ event.attributes.x }}"] }""", JsonSerializer.Serialize(new { x = value }));

        Assert.Equal(["--name", value, $"--repo={value}"], plan.Shell!.Arguments);
    }

    [Theory]
    [InlineData("--delete-all")]
    [InlineData("-")]
    public void Evaluate_ArgumentThatWouldBeAnOption_IsAnError(string value)
    {
        var decision = Instruct.Decide("""shell: { command: c, args: ["{{ event.attributes.x }}"] }""", JsonSerializer.Serialize(new { x = value }));

        Assert.Contains($"shell.args[0]: \"{value}\" begins with a dash, and the command could take it for an option", decision.FailRun, StringComparison.Ordinal);
        Assert.Empty(decision.PlannedInstructions);
    }

    [Theory]
    [InlineData("../../admin", "scans/..%2F..%2Fadmin/x")]
    [InlineData("a/b?c=d#e", "scans/a%2Fb%3Fc%3Dd%23e/x")]
    public void Evaluate_PathFromAnEvent_IsOneSegmentOrAnError(string value, string escaped)
    {
        var decision = Instruct.Decide("""http: { endpoint: e, path: "scans/{{ event.attributes.x }}/x" }""", JsonSerializer.Serialize(new { x = value }));

        if (value.Contains("..", StringComparison.Ordinal))
            Assert.Contains("http.path: a path stays below the endpoint's address", decision.FailRun, StringComparison.Ordinal);
        else
            Assert.Equal(escaped, Assert.Single(decision.PlannedInstructions).Http!.Path);
    }

    [Fact]
    public void Evaluate_SubjectFromAnEvent_IsOneToken()
    {
        var plan = Instruct.Plan("""nats: { subject: "ops.{{ event.attributes.x }}.scan" }""", """{"x":"a.b.> *"}""");

        Assert.Equal("ops.a%2Eb%2E%3E%20%2A.scan", plan.Nats!.Subject);
    }

    [Fact]
    public void Evaluate_SubjectThatStartsTheDefinitionAgain_IsAnError()
    {
        var decision = Instruct.Decide("nats: { subject: thing.happened }");

        Assert.Contains("an event on \"thing.happened\" would start this definition again, without end", decision.FailRun, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_InputOfPlacesAlone_KeepsTheKindsOfTheirValues()
    {
        var plan = Instruct.Plan(
            """workflow: { type: T, input: { list: "{{ event.attributes.list }}", whole: "{{ event.attributes }}", n: "{{ event.attributes.list[1] }}", text: "n={{ event.attributes.list[1] }}", fixed: [1, true, null, x] } }""",
            """{"list":[1,{"b":2,"a":"ü"}],"z":false}""".Replace(",{\"b\":2,\"a\":\"ü\"}", ",7", StringComparison.Ordinal));

        Assert.Equal("""{"list":[1,7],"whole":{"list":[1,7],"z":false},"n":7,"text":"n=7","fixed":[1,true,null,"x"]}""", plan.Workflow!.Input!.Value.GetRawText());
    }

    [Fact]
    public void Evaluate_TextThatLooksLikeASecret_IsAnError()
    {
        var decision = Instruct.Decide("""shell: { command: c, args: ["{{ event.attributes.x }}"] }""", """{"x":"ghp_0123456789abcdefghij"}""");

        Assert.Contains("shell.args[0]: the rendered text looks like a secret", decision.FailRun, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdefghij", decision.FailRun, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_Items_HaveKeysOfTheirOwnInAnyOrder()
    {
        const string Instruction = """
            for_each: { item: part, in: event.attributes.parts, key: part.name }
            when: part.size > 1
            shell: { command: c, args: ["{{ part.name }}"] }
            """;

        var forward = Instruct.Decide(Instruction, """{"parts":[{"name":"a","size":2},{"name":"b","size":3},{"name":"c","size":1}]}""");
        var backward = Instruct.Decide(Instruction, """{"parts":[{"name":"c","size":1},{"name":"b","size":3},{"name":"a","size":2}]}""");

        Assert.Equal([Verdict.Match, Verdict.Match, Verdict.Miss], forward.Instructions.Select(instruction => instruction.Verdict.Verdict));
        Assert.Equal(["a", "b"], forward.PlannedInstructions.Select(plan => plan.Item));
        Assert.Equal(2, forward.PlannedInstructions.Select(plan => plan.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(forward.PlannedInstructions.Select(plan => plan.Key), backward.PlannedInstructions.Select(plan => plan.Key).Reverse());
        Assert.Contains("part.size = 1", forward.Instructions[2].Verdict.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ErrorThatMayBeSkipped_LeavesOutThatInstructionAlone()
    {
        var decision = Instruct.Decide("on_error: skip_instruction\nshell: { command: c, args: [\"{{ event.attributes.none }}\"] }");

        Assert.Null(decision.FailRun);
        Assert.Equal(Verdict.Error, Assert.Single(decision.Instructions).Verdict.Verdict);
        Assert.Empty(decision.PlannedInstructions);
    }

    [Fact]
    public void Evaluate_MoreTextThanAHistoryShouldHold_IsAnError()
    {
        var decision = Instruct.Decide(
            """
            for_each: { item: part, in: event.attributes.parts }
            workflow: { type: T, input: "{{ part }}" }
            """,
            JsonSerializer.Serialize(new { parts = Enumerable.Repeat(new string('x', 40_000), 8) }));

        Assert.Contains("the instructions of a run may hold 262144 characters in all", decision.FailRun, StringComparison.Ordinal);
    }

    [Fact]
    public void Serialize_DecisionWithInstructions_ReadsBackTheSame()
    {
        var decision = Instruct.Decide("""http: { endpoint: e, query: { q: x }, body: { a: 1 } }""");

        var again = DecisionJson.Deserialize(DecisionJson.Serialize(decision));

        Assert.Equal(DecisionJson.Serialize(decision), DecisionJson.Serialize(again));
        Assert.Equal("x", Assert.Single(again.PlannedInstructions).Http!.Query["q"]);
    }
}
