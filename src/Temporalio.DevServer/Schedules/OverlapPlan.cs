using Temporalio.Api.Enums.V1;

namespace Temporalio.DevServer.Schedules;

/// <summary>What is to become of buffered starts, given whether an earlier action still runs.</summary>
internal sealed record OverlapPlan
{
    /// <summary>Started whatever else runs.</summary>
    public List<BufferedStart> Overlapping { get; } = [];

    /// <summary>The one start that later ones must not overlap; null when there is none now.</summary>
    public BufferedStart? Single { get; private set; }

    /// <summary>What waits until the running action has ended.</summary>
    public List<BufferedStart> Waiting { get; } = [];

    public bool Cancel { get; private set; }

    public bool Terminate { get; private set; }

    public long Skipped { get; private set; }

    /// <summary>Decides on each start in turn; those without a policy of their own take the schedule's.</summary>
    public static OverlapPlan Of(IEnumerable<BufferedStart> buffered, bool running, ScheduleOverlapPolicy policy)
    {
        var plan = new OverlapPlan();
        foreach (var start in buffered)
            plan.Decide(start, running, Resolve((ScheduleOverlapPolicy)start.OverlapPolicy, policy));
        // Those would be ended at once.
        if (plan.Cancel || plan.Terminate)
            plan.Overlapping.Clear();
        return plan;
    }

    public static ScheduleOverlapPolicy Resolve(ScheduleOverlapPolicy own, ScheduleOverlapPolicy schedule) =>
        own != ScheduleOverlapPolicy.Unspecified ? own
        : schedule != ScheduleOverlapPolicy.Unspecified ? schedule
        : ScheduleOverlapPolicy.Skip;

    private void Decide(BufferedStart start, bool running, ScheduleOverlapPolicy policy)
    {
        if (policy == ScheduleOverlapPolicy.AllowAll)
        {
            Overlapping.Add(start);
            return;
        }

        if (!running && Single is null)
        {
            Single = start;
            return;
        }

        switch (policy)
        {
            case ScheduleOverlapPolicy.BufferOne when Waiting.Count == 0:
            case ScheduleOverlapPolicy.BufferAll:
                Waiting.Add(start);
                break;
            case ScheduleOverlapPolicy.CancelOther or ScheduleOverlapPolicy.TerminateOther when !running:
                // What it would end has not begun.
                Single = start;
                break;
            case ScheduleOverlapPolicy.CancelOther:
                Cancel = true;
                Waiting.Add(start);
                break;
            case ScheduleOverlapPolicy.TerminateOther:
                Terminate = true;
                Waiting.Add(start);
                break;
            default:
                Skipped++;
                break;
        }
    }
}
