using System.Text.Json;

namespace ActivityCore.Cli.Web;

/// <summary>JSON for people. The result is text and is encoded like every other value.</summary>
internal static class Pretty
{
    private const int MaxCharacters = 20_000;

    public static string Json(JsonElement value)
    {
        var text = JsonSerializer.Serialize(value, Output.Json.Indented);
        return text.Length <= MaxCharacters ? text : $"{text[..MaxCharacters]}\n… {text.Length - MaxCharacters} characters more";
    }
}
