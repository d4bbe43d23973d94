using System.CommandLine;

namespace ActivityCore.Cli.CommandLine;

/// <summary>An option whose value is one of a few words.</summary>
internal static class Choice
{
    /// <summary>The words are the names of <typeparamref name="T"/> in lower case; the first member is the default.</summary>
    public static Option<T?> Of<T>(string name, string description, params string[] aliases)
        where T : struct, Enum
    {
        var words = Enum.GetNames<T>().Select(word => word.ToLowerInvariant()).ToArray();
        var option = new Option<T?>(name, aliases)
        {
            Description = description,
            HelpName = string.Join('|', words),
            CustomParser = result =>
            {
                var word = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
                if (Array.IndexOf(words, word.ToLowerInvariant()) is >= 0 and var at)
                {
                    return Enum.Parse<T>(words[at], ignoreCase: true);
                }

                result.AddError($"{name} is one of {string.Join(", ", words)}, not '{word}'.");
                return null;
            },
        };
        option.CompletionSources.Add(words);
        return option;
    }
}
