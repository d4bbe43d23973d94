using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ActivityCore.Instructions;
using ActivityCore.Instructions.Shell;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActivityCore.Tests.Instructions;

/// <summary>Real programs.</summary>
public sealed class ShellRunnerTests
{
    private static readonly string[] Hostile = ["two words", "a; touch /tmp/x", "$(id) `id` ${HOME}", "line\nline", "\"'\\", "", "-rf", "*", "ü\u0001"];

    [Fact]
    public async Task RunAsync_HostileArguments_ReachTheProgramAsTheyAre()
    {
        var plan = Plan("c", Hostile);

        var done = Assert.IsType<InstructionOutcome.Succeeded>(await RunAsync(Script("c", """for a in "$@"; do printf '%s\0' "$a"; done"""), plan));

        Assert.Equal(Hostile, Encoding.UTF8.GetString(done.Result.Span).Split('\0')[..^1]);
    }

    [Fact]
    public async Task RunAsync_Environment_HoldsWhatIsNamedAlone()
    {
        var command = new ShellCommand
        {
            Name = "c",
            Run = ["/usr/bin/env"],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["REGION"] = "eu" },
            Secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["API_TOKEN"] = "planted-secret" },
        };
        var plan = Plan("c");

        var done = Assert.IsType<InstructionOutcome.Succeeded>(await RunAsync(command, plan));

        var names = Encoding.UTF8.GetString(done.Result.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]).Order(StringComparer.Ordinal);
        Assert.Equal(["ACTIVITY_ATTEMPT", "ACTIVITY_DEFINITION", "ACTIVITY_IDEMPOTENCY_KEY", "ACTIVITY_INSTRUCTION", "ACTIVITY_NOMINAL_TIME", "ACTIVITY_RUN_ID", "API_TOKEN", "LANG", "PATH", "REGION"], names);
        Assert.Contains("API_TOKEN=[redacted]", done.Output, StringComparison.Ordinal);
        Assert.Contains($"ACTIVITY_IDEMPOTENCY_KEY={plan.Key}", done.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SecretInTheOutput_IsMaskedHoweverItIsEscaped()
    {
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["API_TOKEN"] = "planted+secret/1" };
        var command = Script("c", """echo "$API_TOKEN"; echo 'planted\u002Bsecret/1 planted%2Bsecret%2F1' >&2; exit 4""") with { Secrets = secrets };

        var failed = Assert.IsType<InstructionOutcome.Failed>(await RunAsync(command, Plan("c")));

        Assert.DoesNotContain("planted", failed.Reason + failed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 75", typeof(InstructionOutcome.Retry), "^`c` ended with exit code 75 after [0-9.]+ s, which asks for another attempt$")]
    [InlineData("echo no disk >&2; exit 1", typeof(InstructionOutcome.Failed), "^`c` ended with exit code 1 after [0-9.]+ s: no disk$")]
    [InlineData("kill -9 $$", typeof(InstructionOutcome.Failed), "^`c` ended with exit code 137 after [0-9.]+ s$")]
    public async Task RunAsync_ExitCode_SaysWhatFollows(string script, Type outcome, string reason)
    {
        var actual = await RunAsync(Script("c", script), Plan("c"));

        Assert.IsType(outcome, actual);
        Assert.Matches(reason, actual is InstructionOutcome.Retry retry ? retry.Reason : ((InstructionOutcome.Failed)actual).Reason);
    }

    [Fact]
    public async Task RunAsync_OutputBeyondTheBound_IsNotReadAsTasksAndItsEndIsKept()
    {
        var command = Script("c", "head -c 5000000 /dev/zero | tr '\\0' x; echo the end");

        var failed = Assert.IsType<InstructionOutcome.Failed>(await RunAsync(command, Plan("c") with { ReturnsTasks = true }));
        var done = Assert.IsType<InstructionOutcome.Succeeded>(await RunAsync(command, Plan("c")));

        Assert.EndsWith("but wrote more than 1048576 bytes, which are not read as tasks.", failed.Reason, StringComparison.Ordinal);
        Assert.EndsWith("xthe end", done.Output, StringComparison.Ordinal);
        Assert.True(done.Output!.Length <= 16 * 1024 + 10);
        Assert.Equal(InstructionLimits.MaxResultBytes, done.Result.Length);
    }

    [Fact]
    public async Task RunAsync_OverItsTime_IsEndedWithAllThatItStarted()
    {
        var folder = Directory.CreateTempSubdirectory("shell-").FullName;
        var command = Script("c", $"trap '' TERM; (setsid sleep 300 & echo $! > {folder}/one); sleep 300 & echo $! > {folder}/two; wait; sleep 300") with { Timeout = TimeSpan.FromSeconds(20) };

        var failed = Assert.IsType<InstructionOutcome.Failed>(await RunAsync(command, Plan("c")).WaitAsync(TimeSpan.FromMinutes(3)));

        Assert.Equal("The command `c` was ended after 20 s, the time that it may take.", failed.Reason);
        Assert.All(new[] { "one", "two" }, name => Assert.False(Processes.IsAlive(int.Parse(File.ReadAllText($"{folder}/{name}")))));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task RunAsync_SomethingLeftBehindHoldsItsOutput_EndsAllTheSame()
    {
        var watch = Stopwatch.StartNew();

        Assert.IsType<InstructionOutcome.Succeeded>(await RunAsync(Script("c", "sleep 300 & echo done"), Plan("c")).WaitAsync(TimeSpan.FromMinutes(3)));

        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3));
    }

    /// <summary>A worker was killed; what it had started goes on as an orphan until the next attempt.</summary>
    [Fact]
    public async Task RunAsync_LeftoverOfAKilledWorker_IsEndedFirst()
    {
        var plan = Plan("c");
        using var leftover = Process.Start(new ProcessStartInfo("/bin/sleep", "300") { Environment = { [ProcessTree.Mark] = plan.Key } })!;

        Assert.IsType<InstructionOutcome.Succeeded>(await RunAsync(Script("c", "true"), plan));

        Assert.True(leftover.WaitForExit(TimeSpan.FromMinutes(1)));
    }

    /// <summary>As on a machine so busy that the first grace is over before anything was read.</summary>
    [Fact]
    public async Task RunAsync_OutputThatIsReadLate_IsTheResultAllTheSame()
    {
        for (var round = 0; round < 20; round++)
        {
            var runner = new ShellRunner([Script("c", "head -c 60000 /dev/zero | tr '\\0' x")], new NoGrace(), NullLogger<ShellRunner>.Instance);

            var done = Assert.IsType<InstructionOutcome.Succeeded>(await runner.RunAsync(Instruct.Call(Plan("c")), TestContext.Current.CancellationToken));

            Assert.Equal(60_000, done.Result.Length);
        }
    }

    [Fact]
    public async Task RunAsync_ReadsItsInput_FindsItsEnd()
    {
        var done = Assert.IsType<InstructionOutcome.Succeeded>(await RunAsync(Script("c", "cat; echo over"), Plan("c")).WaitAsync(TimeSpan.FromMinutes(3)));

        Assert.Equal("over\n", Encoding.UTF8.GetString(done.Result.Span));
    }

    [Fact]
    public async Task RunAsync_NotOnTheList_NamesTheSettingAndTheCure()
    {
        var failed = Assert.IsType<InstructionOutcome.Failed>(await RunAsync(Script("other", "true"), Plan("c")));

        Assert.Equal("The command `c` is not on the allow-list of this worker: add it to the file that ACTIVITY_SHELL_ALLOW names, and start the worker again.", failed.Reason);
    }

    [Fact]
    public async Task RunAsync_ProgramThatIsNotThere_Fails()
    {
        var failed = Assert.IsType<InstructionOutcome.Failed>(await RunAsync(new ShellCommand { Name = "c", Run = ["/opt/none/program"] }, Plan("c")));

        Assert.Equal("The command `c` cannot be started (No such file or directory): check /opt/none/program and its working directory on the worker.", failed.Reason);
    }

    [Fact]
    public async Task RunAsync_MoreArgumentsThanAllowed_Fails()
    {
        var failed = Assert.IsType<InstructionOutcome.Failed>(await RunAsync(Script("c", "true") with { MaxArguments = 1 }, Plan("c", "a", "b")));

        Assert.Equal("The command `c` takes at most 1 arguments from a definition (max_args of the allow-list), and this one gives 2.", failed.Reason);
    }

    /// <summary>Two seconds are over at once.</summary>
    private sealed class NoGrace : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime == TimeSpan.FromSeconds(2) ? TimeSpan.Zero : dueTime, period);
    }

    private static ShellCommand Script(string name, string script) => new() { Name = name, Run = ["/bin/sh", "-c", script, name] };

    private static PlannedInstruction Plan(string command, params string[] arguments) => Instruct.Plan(
        $"shell: {{ command: {command} }}\ntimeout: 1m", JsonSerializer.Serialize(new { })) with
    { Key = ActivityCore.Tasks.TaskKey.Create(Guid.NewGuid(), "test", "instruction", "act", "", ""), Shell = new(command, arguments) };

    private static Task<InstructionOutcome> RunAsync(ShellCommand command, PlannedInstruction plan) =>
        new ShellRunner([command], TimeProvider.System, NullLogger<ShellRunner>.Instance).RunAsync(Instruct.Call(plan), TestContext.Current.CancellationToken);
}
