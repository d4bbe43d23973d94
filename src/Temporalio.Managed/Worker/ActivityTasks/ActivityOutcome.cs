using Temporalio.Api.Common.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.Worker.ActivityTasks;

/// <summary>How an attempt of an activity ended.</summary>
internal abstract record ActivityOutcome
{
    private ActivityOutcome()
    {
    }

    internal sealed record Completed(Payload Result) : ActivityOutcome;

    internal sealed record Failed(Failure Failure) : ActivityOutcome;

    /// <summary>It ended because its workflow asked for it.</summary>
    internal sealed record Cancelled : ActivityOutcome;

    /// <summary>Somebody else will complete it.</summary>
    internal sealed record Elsewhere : ActivityOutcome;
}
