namespace ActivityCore.Routing;

/// <summary>How long to wait after failures in a row: 1 s, doubled up to a minute.</summary>
internal static class Backoff
{
    public static TimeSpan After(int failures) => TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, Math.Min(failures, 10) - 1)));
}
