namespace Temporalio.Client.Schedules;

/// <summary>Whether a schedule runs.</summary>
public record ScheduleState
{
    /// <summary>A remark for people, such as why it is paused.</summary>
    public string? Note { get; init; }

    /// <summary>True when the schedule does nothing by itself.</summary>
    public bool Paused { get; init; }

    /// <summary>True when <see cref="RemainingActions" /> counts.</summary>
    public bool LimitedActions { get; init; }

    /// <summary>How many actions the schedule will still take by itself.</summary>
    public long RemainingActions { get; init; }

    internal static ScheduleState FromProto(Api.Schedule.V1.ScheduleState proto) => new()
    {
        Note = proto.Notes.Length == 0 ? null : proto.Notes,
        Paused = proto.Paused,
        LimitedActions = proto.LimitedActions,
        RemainingActions = proto.RemainingActions,
    };

    internal Api.Schedule.V1.ScheduleState ToProto() => new()
    {
        Notes = Note ?? string.Empty,
        Paused = Paused,
        LimitedActions = LimitedActions,
        RemainingActions = RemainingActions,
    };
}
