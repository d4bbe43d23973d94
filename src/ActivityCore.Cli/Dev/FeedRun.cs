using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Runs;
using ActivityCore.Cli.Storage;
using ActivityCore.Cli.Tasks;
using ActivityCore.Events;
using ActivityCore.Routing;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.Dev;

/// <summary><c>dev --events</c>: takes envelopes, waits until all their runs are done, and prints what was decided.</summary>
internal sealed class FeedRun
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    private readonly Invocation _call;
    private readonly EventIntake _intake;
    private readonly IEventLog _events;
    private readonly IRunLog _runs;
    private readonly AuditReader _audit;
    private readonly List<(string Publisher, Guid Id)> _taken = [];
    private readonly List<ProblemView> _problems = [];

    private FeedRun(Invocation call, IServiceProvider services)
    {
        _call = call;
        _intake = services.GetRequiredService<EventIntake>();
        _events = services.GetRequiredService<IEventLog>();
        _runs = services.GetRequiredService<IRunLog>();
        _audit = services.GetRequiredService<AuditReader>();
    }

    public static async Task<int> RunAsync(Invocation call, string source, IServiceProvider services, TimeSpan timeout, CancellationToken cancel)
    {
        var feed = new FeedRun(call, services);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            await feed.TakeAsync(source, cancel);
            limit.CancelAfter(timeout);
            await feed.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            call.Printer.Message($"Runs are still running after {timeout}. They go on at the next start of activity-core dev.");
            await feed.PrintAsync(cancel);
            return ExitCode.StillRunning;
        }

        var runs = await feed.PrintAsync(cancel);
        return feed._problems.Count > 0 || runs.Any(run => run.State == RunState.Failed) ? ExitCode.Error : ExitCode.Ok;
    }

    private async Task TakeAsync(string source, CancellationToken cancel)
    {
        await using var input = source is "-" ? Console.OpenStandardInput() : File.OpenRead(source);
        await foreach (var item in EventFeed.ReadAsync(input, cancel))
        {
            var result = item.Fault is { } fault ? new IntakeResult.Refused(fault) : await _intake.AcceptAsync(item.Bytes, "file", cancel);
            switch (result)
            {
                case IntakeResult.Accepted accepted:
                    Taken(accepted.Event.Envelope);
                    break;
                case IntakeResult.Duplicate duplicate:
                    Taken(duplicate.Event.Envelope);
                    _call.Printer.Message($"{source}:{item.Line}: event {duplicate.Event.Envelope.Id:D} was known already{(duplicate.HasOtherContent ? ", with other content; the first stands" : "; its runs are shown below")}.");
                    break;
                case IntakeResult.Refused refused:
                    _problems.Add(new(item.Line, refused.Reason));
                    _call.Printer.Message($"{source}:{item.Line}: {refused.Reason}");
                    break;
            }
        }
    }

    private void Taken(EventEnvelope envelope)
    {
        if (!_taken.Contains((envelope.Publisher, envelope.Id)))
        {
            _taken.Add((envelope.Publisher, envelope.Id));
        }
    }

    // One after the other: the wait is for all of them, so it does not matter which is looked at first.
    private async Task WaitAsync(CancellationToken cancel)
    {
        foreach (var (publisher, id) in _taken)
        {
            while ((await _events.FindAsync(publisher, id, cancel))?.State != EventState.Routed || await HasOpenRunsAsync(publisher, id, cancel))
            {
                await Task.Delay(Pause, _call.Context.Time, cancel);
            }
        }
    }

    private async Task<bool> HasOpenRunsAsync(string publisher, Guid id, CancellationToken cancel) =>
        (await _runs.ListAsync(new RunFilter { EventPublisher = publisher, EventId = id }, new PageRequest(1000), cancel)).Items
            .Any(run => run.State is RunState.Pending or RunState.Running);

    private async Task<IReadOnlyList<RunView>> PrintAsync(CancellationToken cancel)
    {
        List<RunView> runs = [];
        List<TaskView> tasks = [];
        foreach (var (publisher, id) in _taken)
        {
            foreach (var detail in await _audit.FindEventsAsync(id, publisher, cancel))
            {
                foreach (var run in detail.Runs.Reverse())
                {
                    runs.Add(run);
                    tasks.AddRange((await _audit.ListTasksAsync(new TaskFilter { RunId = run.RunId }, new PageRequest(1000), cancel)).Items.Reverse());
                }
            }
        }

        if (_call.Printer.Format == OutputFormat.Json)
        {
            _call.Printer.One(new FeedView(runs, tasks, _problems), static (_, _) => { });
            return runs;
        }

        _call.Printer.Rows(
            runs,
            "No runs: no definition asks for these events.",
            ("DEFINITION", run => run.DefinitionName),
            ("EVENT", run => run.EventType),
            ("VERDICTS", run => run.Verdicts),
            ("TASKS", run => $"{run.Tasks}"),
            ("STATE", run => Word.Of(run.State)),
            ("WHY", run => run.Why));
        _call.Context.Out.WriteLine();
        TasksCommand.Print(_call.Printer, tasks);
        return runs;
    }

    /// <summary>What a feed came to; the member names are a contract (docs/cli.md).</summary>
    private sealed record FeedView(IReadOnlyList<RunView> Runs, IReadOnlyList<TaskView> Tasks, IReadOnlyList<ProblemView> Problems);

    private sealed record ProblemView(int Line, string Reason);
}
