using System.Diagnostics;
using System.Globalization;
using Temporalio.Api.Schedule.V1;
using Temporalio.DevServer.Schedules;

namespace Temporalio.DevServer.Tests.Schedules;

/// <summary>What no other service can be asked in the same words; the rest of the spec's rules are tested on any service.</summary>
public sealed class CompiledSpecTests
{
    [Theory]
    // Clocks in Berlin go back on 25 October 2026 from 03:00 to 02:00: what lies between happens twice.
    [InlineData("""{"cronString": ["30 2 * * *"], "timezoneName": "Europe/Berlin"}""", "2026-10-24T00:00:00Z", "24T00:30 25T00:30 25T01:30 26T01:30")]
    [InlineData("""{"cronString": ["*/30 2-3 * * *"], "timezoneName": "Europe/Berlin"}""", "2026-10-24T23:00:00Z", "25T00:00 25T00:30 25T01:00 25T01:30")]
    // On Lord Howe Island they go back by half an hour, on 5 April 2026 from 02:00 to 01:30.
    [InlineData("""{"cronString": ["45 1 * * *"], "timezoneName": "Australia/Lord_Howe"}""", "2026-04-03T20:00:00Z", "04T14:45 04T15:15 05T15:15 06T15:15")]
    // Samoa left out 30 December 2011.
    [InlineData("""{"cronString": ["0 12 * * *"], "timezoneName": "Pacific/Apia"}""", "2011-12-28T00:00:00Z", "28T22:00 29T22:00 30T22:00 31T22:00")]
    // Nothing given means the top of every matching day.
    [InlineData("""{"structuredCalendar": [{"hour": [{"start": 7}]}]}""", "2026-01-01T00:00:00Z", "01T07:00 02T07:00 03T07:00 04T07:00")]
    // What is left of every second is found without counting seconds.
    [InlineData("""{"interval": [{"interval": "1s"}], "excludeStructuredCalendar": [{"second": [{"end": 59}], "minute": [{"end": 59}], "hour": [{"end": 23}], "month": [{"start": 1, "end": 11}]}, {"second": [{"end": 59}], "minute": [{"end": 59}], "hour": [{"end": 23}], "dayOfMonth": [{"start": 1, "end": 30}]}]}""", "2026-01-01T00:00:00Z", "31T00:00 31T00:00 31T00:00 31T00:00")]
    public void Next_OfASpec_GivesItsTimes(string spec, string after, string expected)
    {
        var compiled = Compile(spec);
        var times = new List<string>();

        for (var at = Ticks(after); times.Count < 4 && compiled.Next(at) is { } next; at = next.Actual)
            times.Add(new DateTime(next.Nominal).ToString("dd'T'HH:mm", CultureInfo.InvariantCulture));

        Assert.Equal(expected, string.Join(' ', times));
    }

    [Theory]
    [InlineData("""{"interval": [{"interval": "1s"}], "excludeStructuredCalendar": [{"second": [{"end": 59}], "minute": [{"end": 59}], "hour": [{"end": 23}]}]}""")]
    [InlineData("""{"interval": [{"interval": "1s"}], "excludeStructuredCalendar": [{"second": [{"end": 59, "step": 2}], "minute": [{"end": 59}], "hour": [{"end": 23}]}, {"second": [{"start": 1, "end": 59, "step": 2}], "minute": [{"end": 59}], "hour": [{"end": 23}]}]}""")]
    [InlineData("""{"structuredCalendar": [{"dayOfMonth": [{"start": 31}], "month": [{"start": 2}, {"start": 4}]}], "timezoneName": "Europe/Berlin"}""")]
    public void Next_OfASpecThatNeverMatches_EndsSoon(string spec)
    {
        var compiled = Compile(spec);
        var watch = Stopwatch.StartNew();

        Assert.Null(compiled.Next(Ticks("2026-01-01T00:00:00Z")));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void Next_FromTheEdgesOfTime_DoesNotThrow(string after)
    {
        var compiled = Compile("""{"interval": [{"interval": "60s"}], "cronString": ["CRON_TZ=Europe/Berlin * * * * *"], "jitter": "10s"}""");

        _ = compiled.Next(Ticks(after));
    }

    [Fact]
    public void Jitter_OfATime_IsTheSameAgainAndStaysBeforeTheNext()
    {
        const string Spec = """{"interval": [{"interval": "10s"}], "jitter": "3600s"}""";
        var one = Compile(Spec, "one");
        var seen = new HashSet<long>();

        for (var at = Ticks("2026-01-01T00:00:00Z"); seen.Count < 50; at += 10 * TimeSpan.TicksPerSecond)
        {
            var time = one.Next(at)!;
            Assert.Equal(time, Compile(Spec, "one").Next(at));
            Assert.InRange(time.Actual - time.Nominal, 0, 10 * TimeSpan.TicksPerSecond);
            seen.Add(time.Nominal);
        }

        Assert.Contains(Enumerable.Range(0, 50), i => one.Next(Ticks("2026-01-01T00:00:00Z") + i * 10 * TimeSpan.TicksPerSecond)
            != Compile(Spec, "other").Next(Ticks("2026-01-01T00:00:00Z") + i * 10 * TimeSpan.TicksPerSecond));
    }

    private static CompiledSpec Compile(string spec, string seed = "seed") => new(SpecRules.Canonical(ScheduleSpec.Parser.ParseJson(spec)), seed);

    private static long Ticks(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcTicks;
}
