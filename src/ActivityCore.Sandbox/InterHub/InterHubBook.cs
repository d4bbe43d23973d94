using System.Collections.Concurrent;

namespace ActivityCore.Sandbox.InterHub;

/// <summary>Widgets and events of the stand-in. Thread-safe.</summary>
public sealed class InterHubBook
{
    /// <summary>What is declared; replace it to close a gate.</summary>
    public Manifest Manifest { get; set; } = new();

    public ConcurrentDictionary<Guid, Widget> Widgets { get; } = new();

    /// <summary>Oldest first.</summary>
    public ConcurrentQueue<InteractionEvent> Events { get; } = new();
}
