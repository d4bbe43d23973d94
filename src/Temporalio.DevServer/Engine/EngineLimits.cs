namespace Temporalio.DevServer.Engine;

/// <summary>The service's limits; the values are those of the real one where it has them.</summary>
internal static class EngineLimits
{
    public const int MaxIdLength = 1000;
    public const int MaxSignalsPerRun = 10_000;
    public const int MaxPendingActivities = 2000;
    public const int MaxPendingChildren = 2000;
    public const int MaxPendingExternals = 2000;
    public const int MaxBlobBytes = 2 * 1024 * 1024;
    public const int MaxMemoBytes = 2 * 1024 * 1024;
    public const int MaxFailureBytes = 32 * 1024;
    public const int MaxBufferedQueries = 20;
    public const int SuggestContinueAsNewEvents = 4096;
    public const long SuggestContinueAsNewBytes = 4 * 1024 * 1024;
    public const int MaxHistoryEvents = 51_200;
    public const long MaxHistoryBytes = 50 * 1024 * 1024;
    public const int MaxSearchAttributes = 100;
    public const int MaxSearchValueBytes = 2 * 1024;
    public const int MaxSearchTotalBytes = 40 * 1024;

    public static readonly long DefaultTaskTimeout = TimeSpan.FromSeconds(10).Ticks;
    public static readonly long MaxTaskTimeout = TimeSpan.FromSeconds(120).Ticks;

    /// <summary>A workflow task may be kept alive by heartbeats of local activities for this long.</summary>
    public static readonly long MaxHeartbeatingTask = TimeSpan.FromMinutes(30).Ticks;
}
