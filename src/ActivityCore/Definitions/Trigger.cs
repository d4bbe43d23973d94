using ActivityCore.Rules;

namespace ActivityCore.Definitions;

/// <summary>What starts a run. A closed set: event, cron or manual.</summary>
public abstract record Trigger
{
    private Trigger()
    {
    }

    /// <summary>
    /// An event whose type equals <see cref="Type"/>, or fits it where it has wildcards as NATS subjects do
    /// (<c>*</c> one token, <c>&gt;</c> one or more at the end).
    /// </summary>
    public sealed record OnEvent : Trigger
    {
        /// <summary>The exact type, or the pattern.</summary>
        public required string Type { get; init; }

        /// <summary>Decided on the event alone, before a workflow is started; a miss is recorded. Null: always.</summary>
        public Expression? When { get; init; }
    }

    /// <summary>A cron time.</summary>
    public sealed record OnCron : Trigger
    {
        /// <summary>Five fields, as Temporal Schedules take them (day of month and day of week must both fit).</summary>
        public required string Expression { get; init; }

        /// <summary>IANA name. Default UTC.</summary>
        public string TimeZone { get; init; } = "UTC";

        /// <summary>What happens when the run before is still open. Default skip.</summary>
        public OverlapPolicy Overlap { get; init; } = OverlapPolicy.Skip;

        /// <summary>How late a missed tick is still made up for. Default one hour.</summary>
        public TimeSpan CatchUp { get; init; } = TimeSpan.FromHours(1);
    }

    /// <summary>Only by request.</summary>
    public sealed record OnRequest : Trigger;
}
