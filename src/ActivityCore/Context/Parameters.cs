using System.Text.Json;

namespace ActivityCore.Context;

/// <summary>Checks the parameters of sources that have none.</summary>
internal static class Parameters
{
    public static ContextAnswer.Refused? Refuse(string source, JsonElement parameters) =>
        parameters.ValueKind == JsonValueKind.Object && parameters.EnumerateObject().Any()
            ? new($"{source} takes no parameters; leave out \"with\".")
            : null;
}
