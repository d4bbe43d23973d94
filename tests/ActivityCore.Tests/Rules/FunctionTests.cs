using ActivityCore.Rules;

namespace ActivityCore.Tests.Rules;

/// <summary>Every function with what it takes and refuses. <c>now</c> is 2026-03-02T06:00:00Z, a Monday.</summary>
public sealed class FunctionTests
{
    private const string Attributes = """
        {"t": "2026-03-01T00:00:00Z", "s": " aBc ", "nil": null, "list": [3, 1, 2], "words": ["b", "a"], "mixed": ["a", 1], "empty": [], "with_null": ["a", null],
         "issues": [{"state": "open", "by": {"team": "x"}}, {"state": "closed", "by": {"team": "x"}}], "gaps": [{"state": "open"}, {}], "object": {"a": 1, "b": 2}}
        """;

    [Theory]
    [InlineData("exists(event.attributes.s)", "true")]
    [InlineData("exists(event.attributes.nil)", "true")]
    [InlineData("exists(event.attributes.zzz)", "false")]
    [InlineData("exists(event.attributes.s.x)", "false")]
    [InlineData("exists(event.attributes.nil.x)", "false")]
    [InlineData("is_null(event.attributes.nil)", "true")]
    [InlineData("is_null(event.attributes.s)", "false")]
    [InlineData("default(event.attributes.zzz, 1)", "1")]
    [InlineData("default(event.attributes.nil, 1)", "1")]
    [InlineData("default(event.attributes.list[0], event.attributes.zzz)", "3")]
    [InlineData("default(event.attributes.zzz, default(event.attributes.nil, 2))", "2")]
    [InlineData("age_days(event.attributes.t)", "1.25")]
    [InlineData("age_days('2026-03-03')", "-0.75")]
    [InlineData("age_hours(event.attributes.t)", "30")]
    [InlineData("days_between('2026-03-01', '2026-03-03T12:00:00Z')", "2.5")]
    [InlineData("days_between(now, #2026-03-01T06:00:00Z#)", "-1")]
    [InlineData("time('2026-03-01') < now", "true")]
    [InlineData("add_days(now, 1.5)", "\"2026-03-03T18:00:00Z\"")]
    [InlineData("add_days('2026-03-01', -1)", "\"2026-02-28T00:00:00Z\"")]
    [InlineData("add_hours(now, 2)", "\"2026-03-02T08:00:00Z\"")]
    [InlineData("year(now)", "2026")]
    [InlineData("month(now)", "3")]
    [InlineData("day(now)", "2")]
    [InlineData("hour('2026-03-02T01:30:00+02:00')", "23")]
    [InlineData("weekday(now)", "1")]
    [InlineData("weekday('2026-03-01')", "7")]
    [InlineData("date(now)", "\"2026-03-02\"")]
    [InlineData("lower('ABCÄ')", "\"abcä\"")]
    [InlineData("upper('abc')", "\"ABC\"")]
    [InlineData("trim(event.attributes.s)", "\"aBc\"")]
    [InlineData("starts_with('abc', 'ab')", "true")]
    [InlineData("starts_with('abc', 'Ab')", "false")]
    [InlineData("ends_with('abc', 'bc')", "true")]
    [InlineData("replace('a/b/c', '/', '-')", "\"a-b-c\"")]
    [InlineData("replace('aaa', 'aa', 'b')", "\"ba\"")]
    [InlineData(@"matches('v12', '^v\d+$')", "true")]
    [InlineData(@"matches('xv12', '^v\d+$')", "false")]
    [InlineData("matches('xbx', 'b')", "true")]
    [InlineData("length('abc')", "3")]
    [InlineData("length(event.attributes.list)", "3")]
    [InlineData("length(event.attributes.object)", "2")]
    [InlineData("length(event)", "6")]
    [InlineData("contains('abc', 'b')", "true")]
    [InlineData("contains(event.attributes.words, 'a')", "true")]
    [InlineData("contains(event.attributes.words, 'z')", "false")]
    [InlineData("contains(event.attributes.mixed, 1)", "true")]
    [InlineData("contains(event.attributes.empty, 1)", "false")]
    [InlineData("contains(event.attributes.with_null, null)", "true")]
    [InlineData("join(event.attributes.words, ', ')", "\"b, a\"")]
    [InlineData("join(event.attributes.mixed, '')", "\"a1\"")]
    [InlineData("join(event.attributes.empty, ',')", "\"\"")]
    [InlineData("any(event.attributes.issues, 'state', 'open')", "true")]
    [InlineData("any(event.attributes.issues, 'by.team', 'y')", "false")]
    [InlineData("any(event.attributes.empty, 'x', 1)", "false")]
    [InlineData("any(event.attributes.gaps, 'state', 'open')", "true")]
    [InlineData("all(event.attributes.issues, 'by.team', 'x')", "true")]
    [InlineData("all(event.attributes.issues, 'state', 'open')", "false")]
    [InlineData("all(event.attributes.empty, 'x', 1)", "true")]
    [InlineData("all(event.attributes.gaps, 'state', 'closed')", "false")]
    [InlineData("count(event.attributes.issues)", "2")]
    [InlineData("count(event.attributes.issues, 'state', 'open')", "1")]
    [InlineData("min(event.attributes.list)", "1")]
    [InlineData("max(event.attributes.list)", "3")]
    [InlineData("max(1, 2.5, 2)", "2.5")]
    [InlineData("min('b', 'a')", "\"a\"")]
    [InlineData("max(now, '2027-01-01')", "\"2027-01-01\"")]
    [InlineData("abs(-3)", "3")]
    [InlineData("floor(-1.5)", "-2")]
    [InlineData("ceil(1.2)", "2")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.5)", "-3")]
    [InlineData("round(1.255, 2)", "1.26")]
    public void Call_Fitting_GivesValue(string text, string expected) => Assert.Equal(expected, Build.Evaluate(text, Attributes));

    [Theory]
    [InlineData("is_null(event.attributes.zzz)", "`event.attributes.zzz` is missing")]
    [InlineData("default(event.attributes.zzz, event.attributes.yyy)", "`event.attributes.yyy` is missing")]
    [InlineData("any(event.attributes.gaps, 'state', 'closed')", "`state` of item 1 is missing")]
    [InlineData("all(event.attributes.gaps, 'state', 'open')", "`state` of item 1 is missing")]
    [InlineData("count(event.attributes.gaps, 'state', 'open')", "`state` of item 1 is missing")]
    [InlineData("age_days(event.attributes.zzz)", "`event.attributes.zzz` is missing")]
    public void Call_MissingPath_IsUnknown(string text, string expected) => Assert.Equal($"unknown: {expected}", Build.Evaluate(text, Attributes));

    [Theory]
    [InlineData("age_days(event.attributes.nil)", "argument 1 must be a time (ISO 8601, such as 2026-01-31T06:00:00Z), but is null; test it with is_null(), or give a value with default()")]
    [InlineData("age_days(5)", "argument 1 must be a time (ISO 8601, such as 2026-01-31T06:00:00Z), but is a number (5)")]
    [InlineData("age_days('01.02.2026')", "argument 1 must be a time (ISO 8601, such as 2026-01-31T06:00:00Z), but is a string (\"01.02.2026\")")]
    [InlineData("add_days(now, 100000000)", "the time is outside the years 1 to 9999")]
    [InlineData("add_days(now, 79228162514264337593543950335)", "the time is outside the years 1 to 9999")]
    [InlineData("lower(1)", "argument 1 must be a string, but is a number (1)")]
    [InlineData("replace('a', '', 'b')", "argument 2 must not be empty")]
    [InlineData("length(1)", "argument 1 must be a string, a list or an object, but is a number (1)")]
    [InlineData("contains(1, 1)", "argument 1 must be a list or a string, but is a number (1)")]
    [InlineData("contains('abc', 1)", "argument 2 must be a string, but is a number (1)")]
    [InlineData("contains(event.attributes.mixed, true)", "a string (\"a\") cannot be compared with a boolean (true); write true or false without quotes")]
    [InlineData("join(event.attributes.issues, ',')", "join() takes strings, numbers, booleans and times, but the list holds an object ({\"by\":{\"team\":\"x\"},\"state\":\"open\"})")]
    [InlineData("join('a', ',')", "argument 1 must be a list, but is a string (\"a\")")]
    [InlineData("count(event.attributes.issues, 'state')", "count() takes the list alone, or list, field and value")]
    [InlineData("min(event.attributes.empty)", "an empty list has neither a smallest nor a largest value; test it with length() first")]
    [InlineData("max(1, 'a')", "a number (1) cannot be compared with a string (\"a\"); a string never counts as a number: write both sides as one kind")]
    [InlineData("min(true)", "a boolean (true) cannot be compared with a boolean (true)")]
    [InlineData("round(1, 11)", "argument 2 must be a whole number from 0 to 10")]
    [InlineData("abs('1')", "argument 1 must be a number, but is a string (\"1\")")]
    public void Call_WrongKind_IsError(string text, string expected) => Assert.Equal($"error: `{text}`: {expected}", Build.Evaluate(text, Attributes));

    [Fact]
    public void Call_BeyondLimits_IsError()
    {
        var many = $$"""{"list": [{{string.Join(',', Enumerable.Repeat("{\"x\":1}", ExpressionLimits.MaxSteps))}}], "words": [{{string.Join(',', Enumerable.Repeat("\"abcdefgh\"", 9_000))}}], "long": "{{new string('a', 5_000)}}"}""";

        Assert.Equal("error: `any(context.list, 'x', 2)`: the expression needs more than 10000 steps", Build.Evaluate("any(context.list, 'x', 2)", context: many));
        Assert.Equal("error: `join(context.words, '')`: the joined string is longer than the limit of 65536 characters", Build.Evaluate("join(context.words, '')", context: many));
        Assert.Equal("error: `matches(context.long, 'b')`: a text of 5000 characters is longer than the 4096 that matches() looks at", Build.Evaluate("matches(context.long, 'b')", context: many));
        Assert.Equal(
            "error: `replace(context.long, 'a', 'bbbbbbbbbbbbbbbb')`: a string of 80000 characters is longer than the limit of 65536",
            Build.Evaluate("replace(context.long, 'a', 'bbbbbbbbbbbbbbbb')", context: many));
    }

    [Fact]
    public void All_Functions_AreDocumented()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "expressions.md"));

        Assert.All(ExpressionFunctions.All, f => Assert.Contains($"| `{f.Signature}` | {f.Summary.Replace("|", "\\|", StringComparison.Ordinal)} |", page, StringComparison.Ordinal));
        Assert.Equal(ExpressionFunctions.All.Count, page.Split('\n').Count(l => l.StartsWith("| `", StringComparison.Ordinal) && l.Contains(")` |", StringComparison.Ordinal)));
    }
}
