using System.Text;
using ActivityCore.Instructions;
using ActivityCore.Tasks;

namespace ActivityCore.Tests.Instructions;

public sealed class ReturnedTasksTests
{
    private static readonly PlannedInstruction Plan = Instruct.Plan("shell: { command: c }\nreturns: tasks");

    [Fact]
    public void Read_ListOfTasks_GivesThemWithDefaultsAndKeys()
    {
        var tasks = Accept("""{"tasks":[{"title":" A\n title ","target_repo":"r"},{"title":"B","target_repo":"r","description":"d","priority":"high","labels":["x","x"],"due_in_days":3,"key":"b","dedupe":{"key":"p","window":"30d"}}]}""");

        Assert.Equal(["A title", "B"], tasks.Select(task => task.Spec.Title));
        Assert.Equal(("", "medium", 0, "instruction", "act"), (tasks[0].Spec.Description, tasks[0].Spec.Priority, tasks[0].Spec.Labels.Count, tasks[0].Spec.SourceType, tasks[0].Spec.SourceId));
        Assert.Equal(("d", "high", "x", 3, "p", 30.0), (tasks[1].Spec.Description, tasks[1].Spec.Priority, tasks[1].Spec.Labels.Single(), tasks[1].Spec.DueInDays, tasks[1].DedupeKey, tasks[1].DedupeWindow!.Value.TotalDays));
    }

    [Fact]
    public void Read_TasksWithKeysInAnotherOrder_HaveTheSameTaskKeys()
    {
        var first = Accept("""[{"title":"A","target_repo":"r","key":"a"},{"title":"B","target_repo":"r","key":"b"}]""");
        var second = Accept("""[{"title":"B","target_repo":"r","key":"b"},{"title":"A again","target_repo":"r","key":"a"}]""");

        Assert.Equal(first.Select(task => task.Key), second.Select(task => task.Key).Reverse());
    }

    [Fact]
    public void Read_EmptyList_IsNoTaskAndNoError() => Assert.Empty(Accept("[]"));

    [Fact]
    public void Read_SecretInATask_IsMasked()
    {
        var outcome = new InstructionOutcome.Succeeded("") { Result = """[{"title":"T","target_repo":"r","description":"the key is hunter\u00322 or ghp_0123456789abcdefghij"}]"""u8.ToArray(), Withhold = text => text.Replace("hunter22", "[redacted]", StringComparison.Ordinal) };

        Assert.Null(ReturnedTasks.Read(outcome, Plan, Instruct.Run(Plan), out var tasks));
        Assert.Equal("the key is [redacted] or [redacted]", Assert.Single(tasks).Spec.Description);
    }

    [Theory]
    [InlineData("", "it is empty; a result without tasks is []")]
    [InlineData("done", "it is no JSON (line 1, byte 0)")]
    [InlineData("[1]", "tasks[0] must be an object")]
    [InlineData("\"x\"", "it must be a JSON list, or an object with the list under \"tasks\"")]
    [InlineData("""[{"title":"T"}]""", "tasks[0] has no target_repo")]
    [InlineData("""[{"target_repo":"r"}]""", "tasks[0] has no title")]
    [InlineData("""[{"title":"T","target_repo":"a b"}]""", "tasks[0].target_repo: \"a b\" is no repository name; it may hold letters, digits, '.', '_' and '-'")]
    [InlineData("""[{"title":"T","target_repo":"r","priority":"urgent"}]""", "tasks[0].priority: \"urgent\" must be high, medium or low")]
    [InlineData("""[{"title":"T","target_repo":"r","titel":"x"}]""", "tasks[0] has a member titel; it takes title, description, target_repo, priority, labels, due_in_days, key, dedupe; did you mean `title`?")]
    [InlineData("""[{"title":"T","target_repo":"r","key":"a"},{"title":"U","target_repo":"r","key":"a"}]""", "tasks[1].key \"a\" stands at an earlier task for r; each needs a key of its own")]
    [InlineData("""[{"title":"T","title":"U","target_repo":"r"}]""", "it is no JSON")]
    [InlineData("""[{"title":"T","target_repo":"r","due_in_days":-1}]""", "tasks[0].due_in_days must be a whole number from 0 to 3650")]
    [InlineData("""[{"title":"T","target_repo":"r","dedupe":{"key":"x"}}]""", "tasks[0].dedupe needs key and window")]
    [InlineData("""[{"title":"\ud800","target_repo":"r"}]""", "it holds a text that is no Unicode")]
    public void Read_Unreadable_SaysWhatIsWrong(string json, string reason)
    {
        var error = ReturnedTasks.Read(new("") { Result = Encoding.UTF8.GetBytes(json) }, Plan, Instruct.Run(Plan), out var tasks);

        Assert.StartsWith($"Its result cannot be read as tasks: {reason}", error, StringComparison.Ordinal);
        Assert.Empty(tasks);
    }

    private static IReadOnlyList<PlannedTask> Accept(string json)
    {
        Assert.Null(ReturnedTasks.Read(new("") { Result = Encoding.UTF8.GetBytes(json) }, Plan, Instruct.Run(Plan), out var tasks));
        return tasks;
    }
}
