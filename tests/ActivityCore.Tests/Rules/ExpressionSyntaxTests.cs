using ActivityCore.Rules;

namespace ActivityCore.Tests.Rules;

/// <summary>What is refused when a text is read, where, and with which cure.</summary>
public sealed class ExpressionSyntaxTests
{
    [Theory]
    [InlineData("", 0, "The expression is empty.")]
    [InlineData("   ", 0, "The expression is empty.")]
    [InlineData("1 +", 3, "The expression ends where a value should follow.")]
    [InlineData("and true", 0, "A value should stand here, not `and`.")]
    [InlineData("(1", 2, "A parenthesis is not closed.")]
    [InlineData("1)", 1, "A parenthesis is closed that was never opened.")]
    [InlineData("a b", 2, "Two values follow each other; an operator such as `and` or `=` is missing before `b`.")]
    [InlineData("1 < 2 < 3", 6, "Comparisons do not chain; join two of them with `and`: 1 < x and x < 5.")]
    [InlineData("'abc", 0, "The string has no closing '.")]
    [InlineData("'abc\\", 0, "The string has no closing '.")]
    [InlineData("'\\u00g0'", 1, "After \\u come four hexadecimal digits: \\u00e4.")]
    [InlineData("'\\ud800'", 0, "The string holds half of a surrogate pair, which is no text.")]
    [InlineData("a & b", 2, "Write `and` (or `&&`); there are no bit operators.")]
    [InlineData("a | b", 2, "Write `or` (or `||`); there are no bit operators and no filters: a function stands first, as in upper(x).")]
    [InlineData("a ^ b", 2, "There are no bit operators.")]
    [InlineData("2 ** 3", 2, "There is no power operator; multiply.")]
    [InlineData("{{ a }}", 0, "Braces belong to templates; in a condition write the path alone.")]
    [InlineData("“a”", 0, "Strings are quoted with ' or \".")]
    [InlineData("a @ b", 2, "The character U+0040 has no meaning here; put unusual names in brackets: a['b-c'].")]
    [InlineData("[event.type] = 'a'", 0, "Write the path without brackets around it: event.type, or a['b-c'] for an unusual name.")]
    [InlineData("a.'b'", 2, "After a dot comes a name; put unusual names in brackets: a['b-c'].")]
    [InlineData("a[b]", 2, "In brackets stands a place in a list (items[0]) or a quoted name (a['b-c']).")]
    [InlineData("a[1.5]", 2, "In brackets stands a place in a list (items[0]) or a quoted name (a['b-c']).")]
    [InlineData("a[0", 3, "A bracket is not closed.")]
    [InlineData("a.lower()", 2, "There are no methods; the function stands first: lower(a...).")]
    [InlineData("12abc", 0, "A number cannot be followed by a letter; put a name that begins with a digit in brackets: a['1b'].")]
    [InlineData("1e40", 0, "The number is outside the range of about ±7.9e28.")]
    [InlineData("#yesterday#", 0, "A time is written #2026-01-31# or #2026-01-31T06:00:00Z#.")]
    [InlineData("#2026-02-30#", 0, "A time is written #2026-01-31# or #2026-01-31T06:00:00Z#.")]
    [InlineData("age_dyas(x)", 0, "There is no function `age_dyas`; did you mean `age_days`?")]
    [InlineData("len(x) > 1", 0, "There is no function `len`; did you mean `length`?")]
    [InlineData("a in ['b']", 5, "A list of values stands in parentheses: x in ('a', 'b').")]
    [InlineData("a =~ 'b'", 3, "Write matches(x, 'pattern') for a regular expression.")]
    [InlineData("foo(x)", 0, "There is no function `foo`")]
    [InlineData("lower()", 0, "lower(s) takes 1 argument, not 0.")]
    [InlineData("lower('a', 'b')", 0, "lower(s) takes 1 argument, not 2.")]
    [InlineData("round(1, 2, 3)", 0, "round(n, digits) takes 1 to 2 arguments, not 3.")]
    [InlineData("min()", 0, "min(a, b, ...) takes at least 1 argument, not 0.")]
    [InlineData("exists(1 + 1)", 7, "exists(path) asks about a path, such as event.attributes.name.")]
    [InlineData("matches(a, b)", 11, "matches(s, 'pattern') needs a quoted string here.")]
    [InlineData("matches(a, '(')", 11, "The pattern is not valid at character 2: InsufficientClosingParentheses.")]
    [InlineData(@"matches(a, '(x)\1')", 11, "The pattern uses what cannot be matched in linear time (back references, look-around, atomic groups, or very large counts); write it without.")]
    [InlineData("matches(a, '((a{1,99}){1,99}){1,99}')", 11, "The pattern uses what cannot be matched in linear time (back references, look-around, atomic groups, or very large counts); write it without.")]
    [InlineData("any(a, b, 1)", 7, "any(list, 'field', value) needs a quoted string here.")]
    [InlineData("a in ()", 6, "`in` needs at least one value: x in ('a', 'b').")]
    [InlineData("a in (1", 7, "A parenthesis is not closed.")]
    [InlineData("a ? 1", 5, "`? :` needs both values: condition ? a : b.")]
    public void TryParse_BrokenText_IsRefusedWithPlaceAndCure(string text, int position, string message)
    {
        Assert.False(Expression.TryParse(text, out var expression, out var error));

        Assert.Null(expression);
        Assert.Equal(new ExpressionError(position, message), error);
    }

    [Fact]
    public void TryParse_LongPattern_IsRefused()
    {
        Assert.True(Expression.TryParse($"matches(a, '{new string('a', ExpressionLimits.MaxPatternLength)}')", out _, out _));

        Assert.False(Expression.TryParse($"matches(a, '{new string('a', ExpressionLimits.MaxPatternLength + 1)}')", out _, out var error));
        Assert.Equal("The pattern has 257 characters; the limit is 256.", error!.Message);
    }

    [Fact]
    public void TryParse_LongText_IsRefused()
    {
        Assert.True(Expression.TryParse($"'{new string('a', ExpressionLimits.MaxTextLength - 2)}'", out _, out _));

        Assert.False(Expression.TryParse($"'{new string('a', ExpressionLimits.MaxTextLength - 1)}'", out _, out var error));
        Assert.Equal("The expression has 2049 characters; the limit is 2048. Split it into several rules.", error!.Message);
    }

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("not ", "true", "")]
    [InlineData("-", "1", "")]
    [InlineData("!", "true", "")]
    [InlineData("lower(", "'a'", ")")]
    [InlineData("1 in (", "1", ")")]
    [InlineData("true ? 1 : ", "1", "")]
    public void TryParse_DeepNesting_IsRefusedAtTheLimit(string open, string inner, string close)
    {
        // The whole expression is the first level.
        string Nested(int levels) => string.Concat(Enumerable.Repeat(open, levels)) + inner + string.Concat(Enumerable.Repeat(close, levels));
        Assert.True(Expression.TryParse(Nested(ExpressionLimits.MaxDepth - 1), out _, out var none), none?.Message);

        Assert.False(Expression.TryParse(Nested(ExpressionLimits.MaxDepth), out _, out var error));
        Assert.Equal("The expression is nested deeper than 32 levels; split it into several rules.", error!.Message);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("not ")]
    [InlineData("-")]
    [InlineData("f(")]
    [InlineData("a[")]
    [InlineData("1 ? ")]
    [InlineData("'")]
    [InlineData("1 in (")]
    public void TryParse_HundredThousandOpenings_IsRefusedAndTheProcessLives(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 100_000));

        Assert.False(Expression.TryParse(text, out _, out _));
        Assert.False(Expression.TryParse(text[..ExpressionLimits.MaxTextLength], out _, out _));
        Assert.False(Template.TryParse("{{ " + text + " }}", out _, out _));
    }

    [Fact]
    public void Evaluate_LongestSum_IsExact()
    {
        var text = string.Join('+', Enumerable.Repeat("1", ExpressionLimits.MaxTextLength / 2));

        Assert.Equal("1024", Build.Evaluate(text));
    }

    [Fact]
    public void Paths_OfExpression_AreInTheOrderOfTheText()
    {
        var expression = Build.Expression("event.type = 'a' or lower(repo['b-c'].d[2]) in (context.list) and exists(now)");

        Assert.Equal(
            [
                "0 event | type | event.type",
                "26 repo | b-c,d,2 | repo['b-c'].d[2]",
                "48 context | list | context.list",
                "73 now |  | now",
            ],
            expression.Paths.Select(p => $"{p.Position} {p.Root} | {string.Join(',', p.Segments)} | {p.Text}"));
    }

    [Fact]
    public void CheckRoots_UnknownRoot_IsNamedWithTheNearest()
    {
        Assert.Null(Build.Expression("event.type = 'a' and now > event.timestamp").CheckRoots(ExpressionRoots.OfTriggers));
        Assert.Equal(
            new ExpressionError(21, "There is no `contxt` here; did you mean `context`?"),
            Build.Expression("event.type = 'a' and contxt.x").CheckRoots(ExpressionRoots.OfRules));
        Assert.Equal(
            new ExpressionError(13, "There is no `high` here; a path begins with event, now, occurrence, definition, and a string has quotes."),
            Build.Expression("event.type = high").CheckRoots(ExpressionRoots.OfTriggers));
    }
}
