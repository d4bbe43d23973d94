using System.Text.Json;
using System.Text.RegularExpressions;

namespace ActivityCore.Definitions.Yaml;

/// <summary>What a plain scalar is by YAML 1.2's core schema, the one that editors use.</summary>
internal static partial class YamlCore
{
    public static JsonValueKind KindOf(YamlScalar scalar) => !scalar.IsPlain ? JsonValueKind.String : scalar.Value switch
    {
        "" or "~" or "null" or "Null" or "NULL" => JsonValueKind.Null,
        "true" or "True" or "TRUE" => JsonValueKind.True,
        "false" or "False" or "FALSE" => JsonValueKind.False,
        var text => Number().IsMatch(text) ? JsonValueKind.Number : JsonValueKind.String,
    };

    [GeneratedRegex(@"^([-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
