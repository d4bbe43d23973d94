using ActivityCore.Cli.Runs;

namespace ActivityCore.Cli.Events;

/// <summary>An event and the runs that it caused.</summary>
internal sealed record EventDetailView(EventView Event, IReadOnlyList<RunView> Runs);
