namespace ActivityCore.Tests.Rules;

/// <summary>The truth tables of three-valued logic with errors: T true, F false, U unknown (a missing path), E error (wrong kinds).</summary>
public sealed class KleeneTests
{
    private static readonly Dictionary<char, string> Operands = new() { ['T'] = "1 = 1", ['F'] = "1 = 2", ['U'] = "event.attributes.none = 1", ['E'] = "1 < 'a'" };

    public static TheoryData<string, string> Tables => new()
    {
        { "T and T", "T" }, { "T and F", "F" }, { "T and U", "U" }, { "T and E", "E" },
        { "F and T", "F" }, { "F and F", "F" }, { "F and U", "F" }, { "F and E", "F" },
        { "U and T", "U" }, { "U and F", "F" }, { "U and U", "U" }, { "U and E", "E" },
        { "E and T", "E" }, { "E and F", "F" }, { "E and U", "E" }, { "E and E", "E" },
        { "T or T", "T" }, { "T or F", "T" }, { "T or U", "T" }, { "T or E", "T" },
        { "F or T", "T" }, { "F or F", "F" }, { "F or U", "U" }, { "F or E", "E" },
        { "U or T", "T" }, { "U or F", "U" }, { "U or U", "U" }, { "U or E", "E" },
        { "E or T", "T" }, { "E or F", "E" }, { "E or U", "E" }, { "E or E", "E" },
        { "not T", "F" }, { "not F", "T" }, { "not U", "U" }, { "not E", "E" },
        { "T ? T : E", "T" }, { "F ? E : U", "U" }, { "U ? T : T", "U" }, { "E ? T : T", "E" },
        { "T and T and U and F", "F" }, { "F or U or E or T", "T" }, { "U and U or T", "T" }, { "not (U or F)", "U" }, { "not (U and F)", "T" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Logic_OfTable_HoldsInValuesAndConditions(string formula, string expected)
    {
        var text = string.Concat(formula.Select(c => Operands.TryGetValue(c, out var operand) ? $"({operand})" : c.ToString()));

        Assert.Equal(expected, Letter(Build.Evaluate(text)));
        Assert.Equal(
            expected switch { "T" => "Match", "E" => "Error", _ => "Miss" },
            ActivityCore.Rules.RuleEvaluator.Evaluate(Build.Definition(Build.Rule(text)), Build.EventInput()).Rules[0].Verdict.ToString());
    }

    private static string Letter(string result) => result switch
    {
        "true" => "T",
        "false" => "F",
        _ when result.StartsWith("unknown", StringComparison.Ordinal) => "U",
        _ => "E",
    };
}
