namespace ActivityCore.Routing;

/// <summary>How often and how widely open runs are compared with their workflows.</summary>
public sealed record RunReconcilerOptions
{
    /// <summary>Between two passes. Default one minute.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Younger runs are left alone: their steps are likely to be under way. Default five minutes.</summary>
    public TimeSpan MinimumAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Runs that one pass looks at in each state, 1 to 1,000; the next pass goes on behind them. Default 200.</summary>
    public int BatchSize { get; init; } = 200;
}
