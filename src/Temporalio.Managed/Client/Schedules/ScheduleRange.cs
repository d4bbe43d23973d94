namespace Temporalio.Client.Schedules;

/// <summary>Values from start to end, both included.</summary>
/// <param name="Start">The first value.</param>
/// <param name="End">The last value; less than the first, it is the first.</param>
/// <param name="Step">Distance between values; 0 means 1.</param>
public record ScheduleRange(int Start, int End = 0, int Step = 0)
{
    /// <summary>0 alone.</summary>
    public static readonly ScheduleRange Zero = new(0);

    internal static IReadOnlyCollection<ScheduleRange> FromProtos(IEnumerable<Api.Schedule.V1.Range> protos) =>
        [.. protos.Select(proto => new ScheduleRange(proto.Start, proto.End, proto.Step))];

    internal Api.Schedule.V1.Range ToProto() => new() { Start = Start, End = End, Step = Step };
}
