using Temporalio.Converters;

namespace Temporalio.Client.Schedules;

/// <summary>What is done, and when.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Spec">When it is done.</param>
public record Schedule(ScheduleAction Action, ScheduleSpec Spec)
{
    /// <summary>What happens when an action is late or meets another.</summary>
    public SchedulePolicy Policy { get; init; } = new();

    /// <summary>Whether the schedule runs.</summary>
    public ScheduleState State { get; init; } = new();

    internal static async Task<Schedule> FromProtoAsync(Api.Schedule.V1.Schedule proto, DataConverter converter) =>
        new(
            await ScheduleAction.FromProtoAsync(proto.Action, converter).ConfigureAwait(false),
            ScheduleSpec.FromProto(proto.Spec ?? new()))
        {
            Policy = SchedulePolicy.FromProto(proto.Policies ?? new()),
            State = ScheduleState.FromProto(proto.State ?? new()),
        };

    internal async Task<Api.Schedule.V1.Schedule> ToProtoAsync(DataConverter converter) => new()
    {
        Action = await Action.ToProtoAsync(converter).ConfigureAwait(false),
        Spec = Spec.ToProto(),
        Policies = Policy.ToProto(),
        State = State.ToProto(),
    };
}
