using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Schedule.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace Temporalio.Managed.Tests.Client;

/// <summary>Which times a spec means, and which specs mean nothing, on any service.</summary>
public abstract class ScheduleSpecTests(ITemporalService service)
{
    [Theory]
    [InlineData("""{"interval": [{"interval": "3600s", "phase": "600s"}]}""", "2026-01-01T00:00:00Z", "2026-01-01T03:00:00Z", "01T00:10 01T01:10 01T02:10")]
    [InlineData("""{"interval": [{"interval": "90s"}]}""", "2026-01-01T00:00:00Z", "2026-01-01T00:05:00Z", "01T00:01:30 01T00:03 01T00:04:30")]
    [InlineData("""{"cronString": ["30 6 * * MON-FRI # weekdays"]}""", "2026-01-01T00:00:00Z", "2026-01-07T00:00:00Z", "01T06:30 02T06:30 05T06:30 06T06:30")]
    [InlineData("""{"cronString": ["@every 3h/1h", "@daily"]}""", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "01T01 01T04 01T07 01T10 01T13 01T16 01T19 01T22 02T00")]
    [InlineData("""{"cronString": ["0 0 1-7 * 1"]}""", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z", "05T00 02T00")]
    [InlineData("""{"cronString": ["15 30 12 * * 7 2026"]}""", "2025-12-20T00:00:00Z", "2026-01-12T00:00:00Z", "04T12:30:15 11T12:30:15")]
    [InlineData("""{"cronString": ["0 12 29 2 * 2028/4"]}""", "2026-01-01T00:00:00Z", "2033-01-01T00:00:00Z", "29T12 29T12")]
    [InlineData("""{"cronString": ["0 0/20 8-9 * * * *"]}""", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "01T08 01T08:20 01T08:40 01T09 01T09:20 01T09:40")]
    [InlineData("""{"cronString": ["0 12 * jan-3,12/2 fri-7/2"]}""", "2026-02-25T00:00:00Z", "2026-12-07T00:00:00Z", "27T12 01T12 06T12 08T12 13T12 15T12 20T12 22T12 27T12 29T12 04T12 06T12")]
    [InlineData("""{"calendar": [{"hour": "5,7-9/2", "dayOfWeek": "sat,sun"}]}""", "2026-01-01T00:00:00Z", "2026-01-05T00:00:00Z", "03T05 03T07 03T09 04T05 04T07 04T09")]
    [InlineData("""{"structuredCalendar": [{"second": [{}], "minute": [{"start": 10, "end": 30, "step": 10}], "hour": [{"start": 4}], "dayOfMonth": [{"start": 1, "end": 31}], "month": [{"start": 1, "end": 12}], "dayOfWeek": [{"end": 6}]}]}""", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "01T04:10 01T04:20 01T04:30")]
    [InlineData("""{"cronString": ["0 * * * *"], "excludeStructuredCalendar": [{"second": [{}], "minute": [{}], "hour": [{"start": 1, "end": 22}], "dayOfMonth": [{"start": 1, "end": 31}], "month": [{"start": 1, "end": 12}], "dayOfWeek": [{"end": 6}]}]}""", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "01T23 02T00")]
    [InlineData("""{"interval": [{"interval": "1s"}], "excludeStructuredCalendar": [{"second": [{"end": 59}], "minute": [{"end": 59}], "hour": [{"end": 23}], "dayOfMonth": [{"start": 2, "end": 31}], "month": [{"start": 1, "end": 12}], "dayOfWeek": [{"end": 6}]}]}""", "2026-01-01T23:59:57Z", "2026-02-01T00:00:02Z", "01T23:59:58 01T23:59:59 01T00 01T00:00:01 01T00:00:02")]
    [InlineData("""{"interval": [{"interval": "3600s"}], "startTime": "2026-01-01T02:00:00Z", "endTime": "2026-01-01T04:00:00Z"}""", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "01T02 01T03 01T04")]
    [InlineData("""{"cronString": ["0 3 * * *"], "timezoneName": "Asia/Kolkata"}""", "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z", "01T21:30 02T21:30")]
    // Clocks in Berlin go forward on 29 March 2026 at 02:00, in New York they go back on 1 November 2026 at 02:00.
    [InlineData("""{"cronString": ["CRON_TZ=Europe/Berlin 30 2 * * *"]}""", "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z", "28T01:30 30T00:30")]
    [InlineData("""{"cronString": ["*/30 1-3 * * *"], "timezoneName": "Europe/Berlin"}""", "2026-03-28T23:00:00Z", "2026-03-29T12:00:00Z", "29T00 29T00:30 29T01 29T01:30")]
    [InlineData("""{"cronString": ["0 0 * * *"], "timezoneName": "America/New_York"}""", "2026-03-07T12:00:00Z", "2026-03-10T12:00:00Z", "08T05 09T04 10T04")]
    [InlineData("""{"cronString": ["30 1 * * *"], "timezoneName": "America/New_York"}""", "2026-10-31T00:00:00Z", "2026-11-03T00:00:00Z", "31T05:30 01T05:30 01T06:30 02T06:30")]
    [InlineData("""{"cronString": ["*/30 1-2 * * *"], "timezoneName": "America/New_York"}""", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", "01T05 01T05:30 01T06 01T06:30 01T07 01T07:30")]
    [InlineData("""{"cronString": ["0 0 30 2 *"]}""", "2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "")]
    [InlineData("""{}""", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "")]
    public async Task MatchingTimes_OfASpec_AreAsMeant(string spec, string from, string to, string expected)
    {
        var client = await service.ConnectAsync();
        var id = await CreateAsync(client, spec);

        var response = await client.Connection.WorkflowService.ListScheduleMatchingTimesAsync(
            new() { Namespace = "default", ScheduleId = id, StartTime = Time(from), EndTime = Time(to) });

        Assert.Equal(expected, string.Join(' ', response.StartTime.Select(Short)));
        await client.GetScheduleHandle(id).DeleteAsync();
    }

    [Theory]
    [InlineData("""{"cronString": ["61 * * * *"]}""", "Minute is not in range [0-59]")]
    [InlineData("""{"cronString": ["* * * * * * * *"]}""", "CronString does not have 5-7 fields")]
    [InlineData("""{"cronString": ["* * * * 8"]}""", "DayOfWeek is not in range [0-7]")]
    [InlineData("""{"cronString": ["* * * * *"], "timezoneName": "Nope/Zone"}""", "unknown time zone Nope/Zone")]
    [InlineData("""{"cronString": ["CRON_TZ=Europe/Berlin * * * * *", "* * * * *"]}""", "conflicting timezone names")]
    [InlineData("""{"cronString": ["CRON_TZ=Europe/Berlin * * * * *"], "timezoneName": "Asia/Tokyo"}""", "conflicting timezone names")]
    [InlineData("""{"interval": [{"interval": "0.5s"}]}""", "interval is too small")]
    [InlineData("""{"interval": [{"interval": "5s", "phase": "5s"}]}""", "phase cannot be greater than Interval")]
    [InlineData("""{"interval": [{"interval": "5s", "phase": "-1s"}]}""", "phase is negative")]
    [InlineData("""{"structuredCalendar": [{"hour": [{"start": 24}]}]}""", "Hour Start is not in range [0-23]")]
    [InlineData("""{"structuredCalendar": [{"hour": [{"start": 5, "end": 3}]}]}""", "Hour End is before Start or not in range [0-23]")]
    public async Task Create_OfABadSpec_IsInvalid(string spec, string reason)
    {
        var client = await service.ConnectAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => CreateAsync(client, spec));

        Assert.Equal(RpcException.StatusCode.InvalidArgument, refused.Code);
        Assert.StartsWith("Invalid schedule spec: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_OfTexts_ShowsNumbersAndDefaults()
    {
        var client = await service.ConnectAsync();
        var id = await CreateAsync(client, """{"cronString": ["0 12 * jan-3,12/2 fri-7/2 # noon"], "calendar": [{"hour": "5", "year": "2026"}]}""");

        var schedule = (await client.Connection.WorkflowService.DescribeScheduleAsync(new() { Namespace = "default", ScheduleId = id })).Schedule;

        var expected = ScheduleSpec.Parser.ParseJson("""
            {"structuredCalendar": [
              {"second": [{"step": 1}], "minute": [{"step": 1}], "hour": [{"start": 5, "end": 5, "step": 1}],
               "dayOfMonth": [{"start": 1, "end": 31, "step": 1}], "month": [{"start": 1, "end": 12, "step": 1}],
               "year": [{"start": 2026, "end": 2026, "step": 1}], "dayOfWeek": [{"end": 6, "step": 1}]},
              {"second": [{"step": 1}], "minute": [{"step": 1}], "hour": [{"start": 12, "end": 12, "step": 1}],
               "dayOfMonth": [{"start": 1, "end": 31, "step": 1}], "month": [{"start": 1, "end": 3, "step": 1}, {"start": 12, "end": 12, "step": 2}],
               "dayOfWeek": [{"step": 1}, {"start": 5, "end": 6, "step": 2}], "comment": "noon"}]}
            """);
        Assert.Equal(expected, schedule.Spec);
        Assert.Equal(Duration.FromTimeSpan(TimeSpan.FromDays(365)), schedule.Policies.CatchupWindow);
        Assert.Equal(Temporalio.Api.Enums.V1.ScheduleOverlapPolicy.Skip, schedule.Policies.OverlapPolicy);
        await client.GetScheduleHandle(id).DeleteAsync();
    }

    private static async Task<string> CreateAsync(TemporalClient client, string spec)
    {
        var id = $"spec-{Guid.NewGuid()}";
        await client.Connection.WorkflowService.CreateScheduleAsync(new()
        {
            Namespace = "default",
            ScheduleId = id,
            RequestId = Guid.NewGuid().ToString(),
            Schedule = new()
            {
                Spec = ScheduleSpec.Parser.ParseJson(spec),
                Action = new() { StartWorkflow = new() { WorkflowId = "w", WorkflowType = new() { Name = "W" }, TaskQueue = new() { Name = "nobody" } } },
                State = new() { Paused = true },
            },
        });
        return id;
    }

    private static Timestamp Time(string text) => Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>Day and time, without what is zero at the end.</summary>
    private static string Short(Timestamp time)
    {
        var t = time.ToDateTime();
        return t.ToString(t.Second != 0 ? "dd'T'HH:mm:ss" : t.Minute != 0 ? "dd'T'HH:mm" : "dd'T'HH", CultureInfo.InvariantCulture);
    }
}
