using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Functions;

/// <summary>Functions of times. A string in ISO 8601 counts as a time here. Parts of a date are those in UTC.</summary>
internal static class TimeFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        Of("age_days(t)", "Days from t to `now`, with fractions; negative for a time to come.", (c, t) => Result.Of(Days(t, c.Now))),
        Of("age_hours(t)", "Hours from t to `now`, with fractions.", (c, t) => Result.Of(Days(t, c.Now) * 24)),
        Of("time(s)", "The string as a time.", (_, t) => Result.Of(new Value.Time(t))),
        Of("year(t)", "The year.", (_, t) => Result.Of(t.Year)),
        Of("month(t)", "The month, 1 to 12.", (_, t) => Result.Of(t.Month)),
        Of("day(t)", "The day of the month, 1 to 31.", (_, t) => Result.Of(t.Day)),
        Of("hour(t)", "The hour, 0 to 23.", (_, t) => Result.Of(t.Hour)),
        Of("weekday(t)", "The day of the week, 1 for Monday to 7 for Sunday.", (_, t) => Result.Of(t.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)t.DayOfWeek)),
        Of("date(t)", "The day as text, yyyy-MM-dd.", (_, t) => Result.Of(Iso8601.Format(t)[..10])),
        new()
        {
            Signature = "days_between(a, b)", MinArguments = 2, MaxArguments = 2,
            Summary = "Days from a to b, with fractions; negative where b is earlier.",
            Invoke = (_, a) => Arguments.Time(a, 0, out var from) is { } e1 ? Result.Fail(e1)
                : Arguments.Time(a, 1, out var to) is { } e2 ? Result.Fail(e2)
                : Result.Of(Days(from, to)),
        },
        new()
        {
            Signature = "add_days(t, n)", MinArguments = 2, MaxArguments = 2,
            Summary = "The time n days after t; n may be negative or a fraction.",
            Invoke = (_, a) => Add(a, TimeSpan.TicksPerDay),
        },
        new()
        {
            Signature = "add_hours(t, n)", MinArguments = 2, MaxArguments = 2,
            Summary = "The time n hours after t.",
            Invoke = (_, a) => Add(a, TimeSpan.TicksPerHour),
        },
    ];

    private static Function Of(string signature, string summary, Func<CallContext, DateTimeOffset, Result> invoke) => new()
    {
        Signature = signature,
        Summary = summary,
        MinArguments = 1,
        MaxArguments = 1,
        Invoke = (c, a) => Arguments.Time(a, 0, out var time) is { } error ? Result.Fail(error) : invoke(c, time.ToUniversalTime()),
    };

    private static decimal Days(DateTimeOffset from, DateTimeOffset to) => (decimal)(to - from).Ticks / TimeSpan.TicksPerDay;

    private static Result Add(IReadOnlyList<Value> arguments, long unit)
    {
        if ((Arguments.Time(arguments, 0, out var time) ?? Arguments.Number(arguments, 1, out _)) is { } error)
            return Result.Fail(error);

        var count = ((Value.Number)arguments[1]).Content;
        // Ten million of either unit is beyond every date; the check keeps the product within a decimal.
        var ticks = Math.Abs(count) > 100_000_000 ? decimal.MaxValue : time.UtcTicks + decimal.Round(count * unit);
        return ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks
            ? Result.Fail("the time is outside the years 1 to 9999")
            : Result.Of(new Value.Time(new DateTimeOffset((long)ticks, TimeSpan.Zero)));
    }
}
