using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Definitions;
using ActivityCore.Events;

namespace ActivityCore.Cli.Events;

/// <summary>An envelope made from an event type's first example.</summary>
internal static class Example
{
    /// <exception cref="CliException">There is no such type.</exception>
    public static async Task<ReadOnlyMemory<byte>> CreateAsync(string name, ActivityCoreSettings settings, TimeProvider time, CancellationToken cancel)
    {
        var types = await DefinitionFiles.ReadEventTypesAsync(settings, cancel);
        var type = types.Find(name) ?? throw new CliException(
            ExitCode.Usage, $"There is no event type {name} in {settings.EventTypesDirectory}.", $"The types are: {string.Join(", ", types.Types.Select(t => t.Name))}.");
        return EnvelopeWriter.Write(new EventEnvelope
        {
            Id = Guid.NewGuid(),
            Type = type.Name,
            Version = type.Versions[0],
            Timestamp = time.GetUtcNow(),
            Publisher = type.Publisher,
            Attributes = type.Examples[0],
        });
    }
}
