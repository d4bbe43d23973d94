using Temporalio.Activities;
using Temporalio.Exceptions;

namespace Temporalio.Managed.Tests.TypeScript;

/// <summary>The activities of tests/npm/ts-smoke/twin-activities.js.</summary>
public static class TwinActivities
{
    [Activity("greet")]
    public static string Greet(string name) => $"hello {name}";

    [Activity("length")]
    public static int Length(string text) => text.Length;

    [Activity("failTwice")]
    public static int FailTwice()
    {
        var attempt = ActivityExecutionContext.Current.Info.Attempt;
        return attempt < 3 ? throw new ApplicationFailureException($"attempt {attempt}", "Again") : attempt;
    }

    /// <summary>Longer than the workflow tasks of its tests.</summary>
    [Activity("slow")]
    public static async Task<string> SlowAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(2.5), ActivityExecutionContext.Current.CancellationToken);
        return "at last";
    }

    [Activity("waitForCancel")]
    public static async Task WaitForCancelAsync()
    {
        var context = ActivityExecutionContext.Current;
        while (true)
        {
            context.Heartbeat("waiting");
            await Task.Delay(TimeSpan.FromMilliseconds(100), context.CancellationToken);
        }
    }

    [Activity("fail")]
    public static void Fail(string message) => throw new ApplicationFailureException(message, "Broken", details: ["at", 7]);
}
