namespace Temporalio.Workflows;

public static partial class Workflow
{
    private const string TimeoutSummary = "WaitConditionAsync";

    /// <summary>Waits until the condition is true. It is called often: fast and without side effects.</summary>
    public static Task WaitConditionAsync(Func<bool> conditionCheck, CancellationToken? cancellationToken = null) =>
        Context.WaitConditionWithOptionsAsync(new(conditionCheck, cancellationToken: cancellationToken));

    /// <summary>Waits until the condition is true, or for the given number of milliseconds; false then.</summary>
    public static Task<bool> WaitConditionAsync(
        Func<bool> conditionCheck, int timeoutMilliseconds, CancellationToken? cancellationToken = null) =>
        WaitConditionAsync(conditionCheck, TimeSpan.FromMilliseconds(timeoutMilliseconds), cancellationToken);

    /// <summary>Waits until the condition is true, or for the given time; false then.</summary>
    public static Task<bool> WaitConditionAsync(
        Func<bool> conditionCheck, TimeSpan timeout, CancellationToken? cancellationToken = null) =>
        Context.WaitConditionWithOptionsAsync(new(conditionCheck, timeout, TimeoutSummary, cancellationToken));

    /// <summary>Waits until the condition is true, or for the timeout; false then.</summary>
    public static Task<bool> WaitConditionWithOptionsAsync(WaitConditionOptions options) =>
        Context.WaitConditionWithOptionsAsync(options);
}
