using ActivityCore.Rules;

namespace ActivityCore.Tests.Rules;

public sealed class TemplateTests
{
    private const string Attributes = """{"n": 1.50, "s": "abc", "nil": null, "list": ["a", "b"], "repo": {"slug": "core"}, "long": "xxxxxxxxxx"}""";

    [Theory]
    [InlineData("plain } text {", "plain } text {")]
    [InlineData("", "")]
    [InlineData("{{ event.attributes.repo.slug }}", "core")]
    [InlineData("a {{event.attributes.s}}{{ event.attributes.n }} b", "a abc1.5 b")]
    [InlineData("{{ 1 = 1 }} {{ now }} {{ 2 - 3 }}", "true 2026-03-02T06:00:00Z -1")]
    [InlineData("{{ default(event.attributes.nil, '-') }}{{ default(event.attributes.zzz, '-') }}", "--")]
    [InlineData("{{ join(event.attributes.list, ', ') }}", "a, b")]
    [InlineData("{{ '{{ }}' }}", "{{ }}")]
    [InlineData("{{ 'it\\'s }}' }}", "it's }}")]
    [InlineData("line 1\nline {{ 2 }}\n", "line 1\nline 2\n")]
    public void Render_Fitting_GivesText(string template, string expected) => Assert.Equal(expected, Render(template, 100));

    [Theory]
    [InlineData("{{ event.attributes.repo.slg }}", "error: `{{ event.attributes.repo.slg }}`: `event.attributes.repo.slg` is missing; did you mean `event.attributes.repo.slug`? where it may be missing, write default(event.attributes.repo.slg, '...')")]
    [InlineData("{{ event.attributes.nil }}", "error: `{{ event.attributes.nil }}` is null; write default(event.attributes.nil, '...')")]
    [InlineData("{{ event.attributes.list }}", "error: `{{ event.attributes.list }}` is a list; write join(event.attributes.list, ', '), or count() for the number of items")]
    [InlineData("{{ event.attributes.repo }}", "error: `{{ event.attributes.repo }}` is an object; write one of its members")]
    [InlineData("{{ event }}", "error: `{{ event }}` is an object; write one of its members")]
    [InlineData("{{ 1 < 'a' }}", "error: `{{ 1 < 'a' }}`: `1 < 'a'`: a number (1) cannot be compared with a string (\"a\"); a string never counts as a number: write both sides as one kind")]
    [InlineData("{{ event.attributes.long }}{{ event.attributes.long }}", "error: the rendered text is longer than 15 characters; shorten it in the template")]
    public void Render_MissingOrUnfit_IsErrorWithCure(string template, string expected) => Assert.Equal(expected, Render(template, 15));

    [Theory]
    [InlineData("ab {{ x", 3, "`{{` is not closed by `}}`. For two braces as text write {{ '{{' }}.")]
    [InlineData("{{ 'x }}", 0, "The string in `{{ }}` has no closing '.")]
    [InlineData("ab {{ 1 + }}", 10, "The expression ends where a value should follow.")]
    [InlineData("ab {{ }}", 5, "The expression is empty.")]
    [InlineData("{{ a }} {{ foo(1) }}", 11, "There is no function `foo`")]
    public void TryParse_Broken_IsRefusedAtItsPlace(string text, int position, string message)
    {
        Assert.False(Template.TryParse(text, out var template, out var error));

        Assert.Null(template);
        Assert.Equal(new ExpressionError(position, message), error);
    }

    [Fact]
    public void TryParse_BeyondLimits_IsRefused()
    {
        Assert.False(Template.TryParse(new string('a', ExpressionLimits.MaxTemplateLength + 1), out _, out var length));
        Assert.Equal("The text has 16385 characters; the limit is 16384.", length!.Message);

        Assert.True(Template.TryParse(string.Concat(Enumerable.Repeat("{{1}}", ExpressionLimits.MaxTemplatePlaces)), out _, out _));
        Assert.False(Template.TryParse(string.Concat(Enumerable.Repeat("{{1}}", ExpressionLimits.MaxTemplatePlaces + 1)), out _, out var places));
        Assert.Equal("The text has more than 100 places with {{ }}.", places!.Message);
    }

    [Fact]
    public void Paths_OfTemplate_HavePositionsInTheText()
    {
        var template = Build.Template("To {{ repo.slug }}, {{lower(event.type)}}");

        Assert.Equal(["6 repo.slug", "28 event.type"], template.Paths.Select(p => $"{p.Position} {p.Text}"));
        Assert.False(template.IsConstant);
        Assert.True(Build.Template("medium").IsConstant);
        Assert.Equal(new ExpressionError(6, "There is no `repo` here; a path begins with event, context, now, occurrence, definition, and a string has quotes."), template.CheckRoots(ExpressionRoots.OfRules));
        Assert.Null(template.CheckRoots([.. ExpressionRoots.OfRules, "repo"]));
    }

    private static string Render(string text, int maxLength)
    {
        var input = Build.EventInput(Attributes);
        var scope = Scope.Create(Build.Definition(), input.Occurrence, input.Event, input.Context);
        return Build.Template(text).TryRender(scope, maxLength, new StepBudget(1_000), out var rendered, out var error) ? rendered : $"error: {error}";
    }
}
