using System.Text.Json;

namespace ActivityCore.Cli.Web;

/// <summary>JSON for people. The result is text and is encoded like every other value.</summary>
internal static class Pretty
{
    private const int MaxCharacters = 20_000;

    public static string Json(JsonElement value) => Cut(JsonSerializer.Serialize(value, Output.Json.Indented));

    /// <summary>A text that is not too long for a page.</summary>
    public static string Cut(string text) => text.Length <= MaxCharacters ? text : $"{text[..MaxCharacters]}\n… {text.Length - MaxCharacters} characters more";
}
