using System.Diagnostics.Metrics;
using ActivityCore.Storage;
using ActivityCore.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Telemetry;

/// <summary>How much there is in the store that waits for a person, looked up now and then. Every process shows the same numbers.</summary>
internal sealed class StoreGauges : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly IRunLog _runs;
    private readonly IDeadLetters _deadLetters;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Meter _meter = new(EngineMetrics.MeterName);
    private volatile IReadOnlyDictionary<RunState, long> _runCounts = new Dictionary<RunState, long>();
    private volatile IReadOnlyDictionary<DeadLetterKind, long> _letterCounts = new Dictionary<DeadLetterKind, long>();

    public StoreGauges(IRunLog runs, IDeadLetters deadLetters, TimeProvider time, ILogger<StoreGauges> logger)
    {
        _runs = runs;
        _deadLetters = deadLetters;
        _time = time;
        _logger = logger;
        _meter.CreateObservableGauge("activity_core.runs.parked", () => _runCounts.GetValueOrDefault(RunState.Parked), "{run}", "Runs that wait for a person.");
        _meter.CreateObservableGauge(
            "activity_core.runs.open",
            () => _runCounts.GetValueOrDefault(RunState.Pending) + _runCounts.GetValueOrDefault(RunState.Running),
            "{run}",
            "Runs under way.");
        _meter.CreateObservableGauge("activity_core.dead_letters.open", () => _letterCounts.Values.Sum(), "{letter}", "Dead letters that nobody has settled.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process ends.
        }
    }

    // While the database is away the last numbers stand; readiness says that it is.
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            _runCounts = await _runs.CountAsync(cancellationToken);
            _letterCounts = await _deadLetters.CountOpenAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.NotLookedUp(_logger, e);
        }
    }
}
