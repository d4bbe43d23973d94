using ActivityCore.Definitions;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules;

/// <summary>Reads what identifies the items of a list. Two items with one key would be one task, so that is an error and no guess is made.</summary>
internal static class ItemKeys
{
    private const int MaxLength = 200;
    private const int MaxNamed = 3;

    /// <summary>The error, or null and the keys in the order of the list; no keys at all where the rule names none.</summary>
    public static string? Read(ForEach forEach, IReadOnlyList<Scope> items, StepBudget budget, out IReadOnlyList<string>? keys)
    {
        keys = null;
        if (forEach.Key is not { } expression)
            return null;

        var errors = new List<string>();
        var read = new List<string>(items.Count);
        foreach (var (index, item) in items.Index())
        {
            var error = ReadKey(new ExpressionEvaluator(expression, item, budget).Evaluate(), out var key);
            if (error is not null)
                errors.Add($"the key `{expression.Text}` of item {index} {error}");
            read.Add(key);
        }

        if (errors.Count == 0)
        {
            errors.AddRange(read.Index().GroupBy(k => k.Item, k => k.Index, StringComparer.Ordinal).Where(g => g.Skip(1).Any())
                .Select(g => $"the key \"{g.Key}\" stands at items {string.Join(", ", g.Take(5))}{(g.Count() > 5 ? ", ..." : "")}; each item needs a key of its own"));
        }

        if (errors.Count > 0)
            return string.Join("; ", errors.Take(MaxNamed)) + (errors.Count > MaxNamed ? $"; and {errors.Count - MaxNamed} more" : "");

        keys = read;
        return null;
    }

    private static string? ReadKey(Result result, out string key)
    {
        key = "";
        if (result.Value is not { } value)
            return $"cannot be read: {result.Missing ?? result.Error}";
        if (value is Value.Null || value.ToInvariantText() is not { } text)
            return $"must be a string, a number, a boolean or a time, but is {Comparison.Describe(value)}";

        key = text;
        return text.Length == 0 ? "is empty"
            : text.Length > MaxLength ? $"has {text.Length} characters; the limit is {MaxLength}"
            : text.Any(char.IsControl) ? "holds control characters"
            : null;
    }
}
