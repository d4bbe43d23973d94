using System.Text.Json;

namespace ActivityCore.Cli.Output;

/// <summary>Enumerations for people and programs alike: the words of the JSON output.</summary>
internal static class Word
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
