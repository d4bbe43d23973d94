using System.Text.Json;

namespace ActivityCore.Demo;

/// <summary>What a command said and how it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Out, string Error)
{
    /// <summary>Its standard output under <c>-o json</c>.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;
}
