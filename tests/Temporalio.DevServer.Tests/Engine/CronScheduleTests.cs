using System.Globalization;
using Temporalio.DevServer.Engine;

namespace Temporalio.DevServer.Tests.Engine;

public sealed class CronScheduleTests
{
    [Theory]
    // New York puts its clocks back at 06:00 UTC: its hour from one to two comes twice.
    [InlineData("CRON_TZ=America/New_York */30 * * * *", "2026-11-01 04:30", "05:00 05:30 06:00 06:30 07:00 07:30")]
    [InlineData("CRON_TZ=America/New_York 0 * * * *", "2026-11-01 04:30", "05:00 06:00 07:00 08:00")]
    [InlineData("CRON_TZ=America/New_York 15 1 * * *", "2026-10-31 12:00", "05:15 06:15")]
    // It puts them forward at 07:00 UTC: its hour from two to three is left out.
    [InlineData("CRON_TZ=America/New_York */30 1-3 * * *", "2026-03-08 05:00", "06:00 06:30 07:00 07:30")]
    [InlineData("CRON_TZ=America/New_York 30 2 * * *", "2026-03-07 12:00", "2026-03-09 06:30")]
    [InlineData("*/30 * * * *", "2026-11-01 04:30", "05:00 05:30 06:00")]
    public void Backoff_WhenClocksChange_FollowsTheClock(string text, string from, string expected)
    {
        Assert.True(CronSchedule.TryParse(text, out var cron));
        var now = Time(from);

        foreach (var next in expected.StartsWith("2026", StringComparison.Ordinal) ? [expected] : expected.Split(' '))
        {
            now = now.AddSeconds(1);
            now = now.AddTicks(cron.Backoff(now.UtcTicks, now.UtcTicks)!.Value);
            Assert.EndsWith(next, now.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }
    }

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
