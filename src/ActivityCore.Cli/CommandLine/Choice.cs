using System.CommandLine;
using ActivityCore.Cli.Output;

namespace ActivityCore.Cli.CommandLine;

/// <summary>An option whose value is one of a few words.</summary>
internal static class Choice
{
    /// <summary>The words are those of the JSON output (<c>not_matched</c>); they are known without the underscore too. The first member is the default.</summary>
    public static Option<T?> Of<T>(string name, string description, params string[] aliases)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().Select(Word.Of).ToArray();
        var option = new Option<T?>(name, aliases)
        {
            Description = description,
            HelpName = string.Join('|', words),
            CustomParser = result =>
            {
                var word = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
                if (Enum.GetNames<T>().Contains(word.Replace("_", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase))
                {
                    return Enum.Parse<T>(word.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
                }

                result.AddError($"{name} is one of {string.Join(", ", words)}, not '{word}'.");
                return null;
            },
        };
        option.CompletionSources.Add(words);
        return option;
    }
}
