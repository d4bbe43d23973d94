using ActivityCore.Definitions.Yaml;
using ActivityCore.Rules;
using ActivityCore.Rules.Syntax;
using ActivityCore.Rules.Values;

namespace ActivityCore.Definitions;

/// <summary>Expressions and templates of a file; their positions become lines and columns of the file.</summary>
internal static class Texts
{
    public static Expression? Expression(ProblemList problems, YamlMapping mapping, string key)
    {
        if (Read.Text(mapping, key) is not { } text || string.IsNullOrWhiteSpace(text))
            return null;

        if (Rules.Expression.TryParse(text, out var expression, out var error))
            return expression;

        // To YAML a `#` after a space begins a comment, so `x > #2026-01-31#` ends before the time.
        var scalar = (YamlScalar)mapping[key]!;
        var hint = scalar.IsPlain && error!.Position >= text.Length ? " If a time such as #2026-01-31# follows, put the whole into quotes: to YAML it is a comment." : "";
        Error(problems, scalar, error!.Position, $"`{key}`: {error.Message}{hint}");
        return null;
    }

    public static Template? Template(ProblemList problems, YamlScalar scalar, string key)
    {
        if (Rules.Template.TryParse(scalar.Value, out var template, out var error))
            return template;

        Error(problems, scalar, error!.Position, $"`{key}`: {error.Message}");
        return null;
    }

    /// <summary>Warns of parts of a condition that can be neither true nor false: every run would come to an error.</summary>
    public static void WarnOfNoCondition(ProblemList problems, YamlScalar scalar, Expression when, string place)
    {
        foreach (var leaf in ConditionLeaves.Of(when.Root).Where(IsNoCondition))
            Warning(problems, scalar, leaf.Start, $"{place}: `{Shown.Of(when.TextOf(leaf))}` is neither true nor false, so it comes to an error: compare it with something.");
    }

    private static bool IsNoCondition(Node leaf) => leaf is Node.Chain or Node.Negate or Node.Literal { Value: not Value.Boolean }
        or Node.Call { Function.Name: not ("all" or "any" or "contains" or "default" or "ends_with" or "exists" or "is_null" or "matches" or "starts_with") };

    public static void Error(ProblemList problems, YamlScalar scalar, int position, string message) =>
        problems.Error(scalar.Line, Column(scalar, position), message);

    public static void Warning(ProblemList problems, YamlScalar scalar, int position, string message) =>
        problems.Warning(scalar.Line, Column(scalar, position), message);

    // Over several lines a position has no column that could be told without the escapes and folds; the start is shown.
    private static int Column(YamlScalar scalar, int position) => scalar.Style switch
    {
        _ when !scalar.OneLine => scalar.Column,
        YamlScalarStyle.Quoted => scalar.Column + 1 + position,
        YamlScalarStyle.Plain => scalar.Column + position,
        _ => scalar.Column,
    };
}
