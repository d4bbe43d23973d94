using System.Text.Json;

namespace RealComponents;

/// <summary>What a command of the official command line program came to.</summary>
public sealed record TemporalCliAnswer(string Command, int ExitCode, string Output)
{
    /// <summary>What a successful command printed as JSON.</summary>
    public JsonElement Json
    {
        get
        {
            ThrowUnlessSuccessful();
            using var document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }

    public void ThrowUnlessSuccessful()
    {
        if (ExitCode != 0)
        {
            throw new InvalidOperationException($"temporal {Command} ended with {ExitCode}:\n{Output}");
        }
    }
}
