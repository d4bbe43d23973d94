using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ActivityCore.Rules.Values;
using ActivityCore.Storage;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Instructions.Shell;

/// <summary>
/// Starts programs of the allow-list: an argument vector, never a shell; an environment of named variables alone; output within bounds; and at the end of its
/// time nothing of it is left. Exit code 0 is success, 75 (EX_TEMPFAIL) asks for another attempt, any other is a failure.
/// </summary>
internal sealed class ShellRunner : IInstructionRunner
{
    private const int TryAgain = 75;
    private const string SafePath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static readonly int[] NeverStarts = [2, 7, 8, 13, 20, 36, 40];
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadingGrace = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, ShellCommand> _commands;
    private readonly TimeProvider _time;
    private readonly ILogger<ShellRunner> _logger;

    public ShellRunner(IEnumerable<ShellCommand> commands, TimeProvider time, ILogger<ShellRunner> logger)
    {
        _commands = commands.ToDictionary(command => command.Name, StringComparer.Ordinal);
        _time = time;
        _logger = logger;
    }

    public InstructionKind Kind => InstructionKind.Shell;

    public async Task<InstructionOutcome> RunAsync(InstructionCall call, CancellationToken cancellationToken)
    {
        var plan = call.Plan.Shell!;
        if (!_commands.TryGetValue(plan.Command, out var command))
        {
            return new InstructionOutcome.Failed(
                $"The command `{plan.Command}` is not on the allow-list of this worker: add it to the file that ACTIVITY_SHELL_ALLOW names{(_commands.Count == 0 ? " (none is allowed now)" : "")}, and start the worker again.");
        }

        if (plan.Arguments.Count > command.MaxArguments)
        {
            return new InstructionOutcome.Failed($"The command `{command.Name}` takes at most {command.MaxArguments} arguments from a definition (max_args of the allow-list), and this one gives {plan.Arguments.Count}.");
        }

        // What a worker that was killed left behind must not go on beside the new attempt.
        if (await ProcessTree.EndMarkedAsync(call.Plan.Key, _time) is > 0 and var left)
        {
            Log.LeftoversEnded(_logger, call.Plan.InstructionId, call.Run.RunId, left);
        }

        using var process = new Process { StartInfo = StartInfo(command, call) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            var reason = $"The command `{command.Name}` cannot be started ({e.Message.Split('\'')[^1].Trim('.', ' ')}): check {command.Run[0]} and its working directory on the worker.";
            return NeverStarts.Contains(e.NativeErrorCode) ? new InstructionOutcome.Failed(reason) : new InstructionOutcome.Retry(reason);
        }

        return await WatchAsync(process, command, call, cancellationToken);
    }

    private static ProcessStartInfo StartInfo(ShellCommand command, InstructionCall call)
    {
        var start = new ProcessStartInfo(command.Run[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.Directory ?? Path.GetTempPath(),
        };
        foreach (var argument in command.Run.Skip(1).Concat(call.Plan.Shell!.Arguments))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        start.Environment["PATH"] = SafePath;
        start.Environment["LANG"] = "C.UTF-8";
        foreach (var (name, value) in command.Environment.Concat(command.Secrets))
        {
            start.Environment[name] = value;
        }

        start.Environment["ACTIVITY_RUN_ID"] = call.Run.RunId;
        start.Environment["ACTIVITY_DEFINITION"] = call.Run.DefinitionName;
        start.Environment["ACTIVITY_INSTRUCTION"] = call.Plan.InstructionId;
        start.Environment["ACTIVITY_NOMINAL_TIME"] = Iso8601.Format(call.Run.Occurrence.NominalTime);
        start.Environment["ACTIVITY_ATTEMPT"] = call.Attempt.ToString(CultureInfo.InvariantCulture);
        start.Environment[ProcessTree.Mark] = call.Plan.Key;
        return start;
    }

    private async Task<InstructionOutcome> WatchAsync(Process process, ShellCommand command, InstructionCall call, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var patience = command.Timeout < call.Timeout ? command.Timeout.Value : call.Timeout;
        using var limit = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var reading = new CancellationTokenSource();
        var output = new BoundedOutput(InstructionLimits.MaxResultBytes);
        var errors = new BoundedOutput(0);
        process.StandardInput.Close();
        var readers = Task.WhenAll(output.ReadAsync(process.StandardOutput.BaseStream, reading.Token), errors.ReadAsync(process.StandardError.BaseStream, reading.Token));
        var inTime = true;
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            inTime = false;
            await ProcessTree.EndAsync(process, call.Plan.Key, Grace, _time);
        }

        // Something that it started may hold its output open for ever.
        await ((Task)readers.WaitAsync(OutputGrace, _time, CancellationToken.None)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ProcessTree.EndMarkedAsync(call.Plan.Key, _time);
        // Whoever held it is gone: what stands in the pipe is the command's result, however late a busy machine comes to read it.
        await ((Task)readers.WaitAsync(ReadingGrace, _time, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await reading.CancelAsync();
        await readers.WaitAsync(OutputGrace, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();

        var said = Said(command, output, errors);
        return inTime
            ? Outcome(command, process.ExitCode, _time.GetElapsedTime(started), output, errors, said, call.Plan.ReturnsTasks)
            : new InstructionOutcome.Failed($"The command `{command.Name}` was ended after {patience.TotalSeconds:0.#} s, the time that it may take.", said);
    }

    private static InstructionOutcome Outcome(ShellCommand command, int exitCode, TimeSpan took, BoundedOutput output, BoundedOutput errors, string said, bool returns)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"`{command.Name}` ended with exit code {exitCode} after {took.TotalSeconds:0.0} s");
        var last = command.Withhold(errors.Tail).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [.., var line] ? $": {Redaction.Text(line, 300)}" : "";
        return exitCode switch
        {
            0 when returns && output.IsCut => new InstructionOutcome.Failed($"{end}, but wrote more than {InstructionLimits.MaxResultBytes} bytes, which are not read as tasks.", said),
            0 => new InstructionOutcome.Succeeded(end) { Result = output.Head, Withhold = command.Withhold, Output = said },
            TryAgain => new InstructionOutcome.Retry($"{end}, which asks for another attempt{last}"),
            _ => new InstructionOutcome.Failed($"{end}{last}", said),
        };
    }

    private static string Said(ShellCommand command, BoundedOutput output, BoundedOutput errors)
    {
        string[] parts = [command.Withhold(output.Tail).TrimEnd(), command.Withhold(errors.Tail).TrimEnd()];
        return string.Join('\n', parts.Where(part => part.Length > 0));
    }
}
