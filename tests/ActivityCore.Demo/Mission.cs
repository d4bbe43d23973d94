using System.Diagnostics;
using ActivityCore.Demo.Rows;

namespace ActivityCore.Demo;

/// <summary>Plays every row on one installation and collects what each saw.</summary>
internal static class Mission
{
    /// <summary>All rows, in the order in which they are played: a dry run first, then live.</summary>
    public static IReadOnlyList<IMissionRow> Rows { get; } =
    [
        new EnvelopeRow(),
        new NullSinkRow(),
        new ConditionsRow(),
        new TemporalRow(),
        new DefinitionsRow(),
        new JetStreamRow(),
        new PublisherRow(),
        new RestSinkRow(),
        new NatsSinkRow(),
        new InstructionsRow(),
        new SchedulesRow(),
        new CronMigrationRow(),
        new ContextRow(),
        new EvidenceRow(),
        new TemporalUiRow(),
        new DeploymentRow(),
    ];

    /// <summary>Plays them. A row that fails does not keep the others from being played.</summary>
    /// <param name="services">Started.</param>
    /// <param name="told">Called after each row.</param>
    /// <param name="cancel">Ends it; what was started is ended too.</param>
    public static async Task<IReadOnlyList<RowResult>> PlayAsync(MissionServices services, Action<RowResult> told, CancellationToken cancel)
    {
        await using var stage = await Stage.SetAsync(services, cancel);
        var results = new List<RowResult>();
        foreach (var row in Rows)
        {
            results.Add(await PlayAsync(row, stage));
            told(results[^1]);
        }

        return [.. results.OrderBy(result => result.Number)];
    }

    private static async Task<RowResult> PlayAsync(IMissionRow row, Stage stage)
    {
        var clock = Stopwatch.StartNew();
        RowResult Result(RowOutcome outcome, string saw) => new(row.Id, row.What, outcome, saw, clock.Elapsed);
        try
        {
            return Result(RowOutcome.Ok, await row.SeeAsync(stage));
        }
        catch (Exception e) when (Missing.Reason(e) is { } reason)
        {
            return Result(RowOutcome.Skipped, reason);
        }
        catch (Exception e) when (!stage.Cancel.IsCancellationRequested)
        {
            return Result(RowOutcome.Failed, e is MissionException ? e.Message : e.ToString());
        }
    }
}
