namespace ActivityCore.Demo;

/// <summary>How a component says that it is not on this machine: as a test that is skipped.</summary>
internal static class Missing
{
    private const string Mark = "$XunitDynamicSkip$";

    /// <summary>The reason; null where the exception is any other.</summary>
    public static string? Reason(Exception e) => e.Message.StartsWith(Mark, StringComparison.Ordinal) ? e.Message[Mark.Length..] : null;
}
