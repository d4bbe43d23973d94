using ActivityCore.Cli.Schedules;
using ActivityCore.Definitions;

namespace ActivityCore.Cli.Definitions;

/// <summary>A definition with its file's text and, while it is enabled, the next times of its cron triggers.</summary>
internal sealed record DefinitionDetailView(DefinitionView Definition, string Source, IReadOnlyList<TickView> Next)
{
    private const int NextTimes = 5;

    public static DefinitionDetailView Of(CatalogEntry entry, TimeProvider time) => new(
        DefinitionView.Of(entry),
        entry.Definition?.Source ?? "",
        entry.Definition is { Enabled: true } definition ? TickView.Next(definition, time.GetUtcNow(), NextTimes) : []);
}
