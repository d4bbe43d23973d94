using System.Globalization;
using ActivityCore.Definitions;

namespace ActivityCore.Tests.Definitions;

public sealed class CronMomentTests
{
    // As the service says, see CronTimesConformance.
    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-27T12:00:00Z",
        "03-28T02:30 01:30Z", "03-29T02:30 Skipped: the clock does not show this time on this day.", "03-30T02:30 00:30Z")]
    [InlineData("30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z",
        "11-01T01:30 05:30Z The clock shows this time twice; this is the first.", "11-01T01:30 06:30Z The clock shows this time twice; this is the second.", "11-02T01:30 06:30Z")]
    [InlineData("0 1 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "10-25T01:00 23:00Z", "10-26T01:00 00:00Z", "10-27T01:00 00:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "10-25T02:30 01:30Z The clock shows this time twice; this is the second.", "10-26T02:30 01:30Z", "10-27T02:30 01:30Z")]
    [InlineData("15 2 * * *", "Australia/Lord_Howe", "2026-10-02T17:00:00Z",
        "10-04T02:15 Skipped: the clock does not show this time on this day.", "10-05T02:15 15:15Z", "10-06T02:15 15:15Z")]
    [InlineData("30 2 * * *", "Australia/Lord_Howe", "2026-10-02T17:00:00Z", "10-04T02:30 15:30Z", "10-05T02:30 15:30Z", "10-06T02:30 15:30Z")]
    [InlineData("0 0 * * *", "America/Santiago", "2026-09-05T12:00:00Z",
        "09-06T00:00 Skipped: the clock does not show this time on this day.", "09-07T00:00 03:00Z", "09-08T00:00 03:00Z")]
    [InlineData("0 12 * * 0", "America/Santiago", "2026-09-05T12:00:00Z", "09-06T12:00 Left out by Temporal: this day begins with a gap.", "09-13T12:00 15:00Z")]
    [InlineData("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:59:00Z",
        "10-25T02:00 00:00Z The clock shows this time twice; this is the first.",
        "10-25T02:30 Left out by Temporal: the clock shows this hour twice.",
        "10-25T02:00 Left out by Temporal: the clock shows this hour twice.",
        "10-25T02:30 01:30Z The clock shows this time twice; this is the second.")]
    [InlineData("0 6 * * 1", "UTC", "2026-03-01T00:00:00Z", "03-02T06:00 06:00Z", "03-09T06:00 06:00Z", "03-16T06:00 06:00Z")]
    public void After_DayOfAClockChange_SaysWhatHappens(string cron, string zone, string after, params string[] expected)
    {
        var trigger = new Trigger.OnCron { Expression = cron, TimeZone = zone };

        var moments = CronMoment.After(trigger, DateTimeOffset.Parse(after, CultureInfo.InvariantCulture)).Take(expected.Length);

        Assert.Equal(expected, moments.Select(moment => string.Join(
            ' ', new[] { moment.Local.ToString("MM-dd'T'HH:mm", CultureInfo.InvariantCulture), moment.At?.UtcDateTime.ToString("HH:mm'Z'", CultureInfo.InvariantCulture), moment.Note }.Where(part => part is not null))));
    }

    [Fact]
    public void After_LastYearOfTemporal_Ends()
    {
        var trigger = new Trigger.OnCron { Expression = "0 0 29 2 *" };

        Assert.Equal(2096, Assert.Single(CronMoment.After(trigger, new DateTimeOffset(2092, 6, 1, 0, 0, 0, TimeSpan.Zero))).Local.Year);
    }
}
