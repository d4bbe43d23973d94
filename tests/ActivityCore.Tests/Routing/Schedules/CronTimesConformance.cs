using ActivityCore.Definitions;
using ActivityCore.Routing.Schedules;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Client;
using Temporalio.Client.Schedules;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>What we say about the times of a cron trigger is what the service says, whichever it is.</summary>
public abstract class CronTimesConformance
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "Asia/Beirut", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia",
    ];

    private static readonly string[] Expressions =
    [
        "0 0 * * *", "30 0 * * *", "0 1 * * *", "15,45 1 * * *", "30 1 * * *", "0 2 * * *", "30 2 * * *", "45 2 * * 0", "0 3 * * *", "0 23 * * *", "59 23 * * *",
        "0 * * * *", "*/15 * * * *", "*/20 1-3 * * *", "0 */2 * * *", "7 1,2 * * sun", "0 6 * * 1", "0 12 * * 0",
    ];

    /// <summary>Days around each kind of change.</summary>
    private static readonly (string From, string To)[] Windows =
    [
        ("2026-03-07T00:00:00Z", "2026-03-09T12:00:00Z"), ("2026-03-27T12:00:00Z", "2026-03-30T12:00:00Z"), ("2026-04-03T12:00:00Z", "2026-04-06T00:00:00Z"),
        ("2026-09-05T00:00:00Z", "2026-09-07T12:00:00Z"), ("2026-10-02T12:00:00Z", "2026-10-04T12:00:00Z"), ("2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z"),
        ("2026-10-31T12:00:00Z", "2026-11-02T00:00:00Z"), ("2026-02-14T12:00:00Z", "2026-02-15T12:00:00Z"),
    ];

    public static TheoryData<string> ZoneNames => [.. Zones];

    /// <summary>HOST:PORT of the service under test.</summary>
    protected abstract Task<string> TargetAsync();

    /// <summary>True: the service has a tick at each showing of a time, and on days that begin in a gap; such days are then left out.</summary>
    protected virtual bool TakesEveryShowing => false;

    [Theory]
    [MemberData(nameof(ZoneNames))]
    public async Task Next_AroundClockChanges_IsWhatTheServiceSays(string zone)
    {
        var differences = new List<string>();
        foreach (var expression in Expressions)
        {
            var trigger = new Trigger.OnCron { Expression = expression, TimeZone = zone };
            var windows = Windows.Select(window => (From: Utc(window.From), To: Utc(window.To))).Where(window => !TakesEveryShowing || IsPlain(zone, window)).ToList();
            foreach (var ((from, to), theirs) in windows.Zip(await MatchingAsync(trigger, windows)))
            {
                var ours = Ours(trigger, from, to);
                if (!ours.SequenceEqual(theirs))
                    differences.Add($"{expression} {zone} {from:O}: ours {Text(ours.Except(theirs))}, theirs {Text(theirs.Except(ours))}");
            }
        }

        Assert.Empty(differences);
    }

    [Theory]
    [InlineData("0 0 29 2 *", "UTC", "2026-01-01T00:00:00Z", "2041-01-01T00:00:00Z")]
    [InlineData("30 5 13 * fri", "America/New_York", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z")]
    [InlineData("0 12 31 */3 *", "Europe/Berlin", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z")]
    [InlineData("0 9 1-7 jan,jul mon", "Australia/Lord_Howe", "2026-01-01T00:00:00Z", "2032-01-01T00:00:00Z")]
    [InlineData("10/25 8-18/5 * * 1-5", "Asia/Kathmandu", "2026-05-01T00:00:00Z", "2026-05-20T00:00:00Z")]
    [InlineData("0 7 * * 5-7", "Europe/Berlin", "2026-05-01T00:00:00Z", "2026-06-20T00:00:00Z")]
    public async Task Next_RareDates_AreWhatTheServiceSays(string expression, string zone, string from, string to)
    {
        var trigger = new Trigger.OnCron { Expression = expression, TimeZone = zone };

        var theirs = Assert.Single(await MatchingAsync(trigger, [(Utc(from), Utc(to))]));

        Assert.NotEmpty(theirs);
        Assert.Equal(theirs, Ours(trigger, Utc(from), Utc(to)));
    }

    [Fact]
    public async Task Next_FromNow_IsWhatTheServiceAnnounces()
    {
        foreach (var zone in Zones)
        {
            var trigger = new Trigger.OnCron { Expression = "40 1,2,14 * * *", TimeZone = zone };
            var (handle, _) = await CreateAsync(trigger);
            var announced = (await handle.DescribeAsync()).Info.NextActionTimes.ToList();
            await handle.DeleteAsync();

            // Near a change of the clock a service with ticks of its own may differ; what it does then is asked above, about days that do not move.
            if (TakesEveryShowing && !IsPlain(zone, (announced[0].AddDays(-2), announced[^1].AddDays(2))))
                continue;

            // The first stands for the moment of asking, so that no clock decides.
            Assert.Equal(announced.Skip(1), CronMoment.After(trigger, new DateTimeOffset(announced[0], TimeSpan.Zero)).Where(moment => moment.At is not null).Take(announced.Count - 1).Select(moment => moment.At!.Value.UtcDateTime));
        }
    }

    private static bool IsPlain(string zone, (DateTime From, DateTime To) window) =>
        ClockChange.Between(TimeZoneInfo.FindSystemTimeZoneById(zone), window.From, window.To).All(change => change.IsGap && change.From.Hour > 0);

    private static DateTime Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;

    private static string Text(IEnumerable<DateTime> times) => string.Join(' ', times.Select(time => time.ToString("MM-dd'T'HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture)));

    private static List<DateTime> Ours(Trigger.OnCron trigger, DateTime from, DateTime to)
    {
        var times = CronTimes.Of(trigger);
        var found = new List<DateTime>();
        for (var next = times.Next(from); next is { } at && at <= to; next = times.Next(at))
            found.Add(at);

        return found;
    }

    private async Task<IReadOnlyList<IReadOnlyList<DateTime>>> MatchingAsync(Trigger.OnCron trigger, IReadOnlyList<(DateTime From, DateTime To)> windows)
    {
        var (handle, client) = await CreateAsync(trigger);
        var found = new List<IReadOnlyList<DateTime>>();
        foreach (var (from, to) in windows)
        {
            var answer = await client.Connection.WorkflowService.ListScheduleMatchingTimesAsync(new()
            {
                Namespace = client.Options.Namespace,
                ScheduleId = handle.Id,
                StartTime = Timestamp.FromDateTime(from),
                EndTime = Timestamp.FromDateTime(to),
            });
            found.Add([.. answer.StartTime.Select(time => time.ToDateTime())]);
        }

        await handle.DeleteAsync();
        return found;
    }

    private async Task<(ScheduleHandle Handle, TemporalClient Client)> CreateAsync(Trigger.OnCron trigger)
    {
        var client = await TemporalClient.ConnectAsync(new(await TargetAsync()));
        var id = $"cron-times-{Guid.NewGuid():N}";
        var action = ScheduleActionStartWorkflow.Create("Nobody", [], new(id, "nobody"));
        return (await client.CreateScheduleAsync(id, new(action, CronSpec.Of(trigger)) { State = new() { Paused = true } }), client);
    }
}
