using Temporalio.Common;

namespace ActivityCore.Runs;

/// <summary>What runs can be found by in Temporal. <see cref="TemporalResources"/> registers them.</summary>
public static class RunSearchAttributes
{
    /// <summary>The definition's name.</summary>
    public static readonly SearchAttributeKey<string> Definition = SearchAttributeKey.CreateKeyword("ActivityCoreDefinition");

    /// <summary>The event's type; absent in runs of a schedule or a request.</summary>
    public static readonly SearchAttributeKey<string> EventType = SearchAttributeKey.CreateKeyword("ActivityCoreEventType");

    /// <summary>The cause.</summary>
    public static readonly SearchAttributeKey<string> Occurrence = SearchAttributeKey.CreateKeyword("ActivityCoreOccurrence");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SearchAttributeKey<string>> All { get; } = [Definition, EventType, Occurrence];
}
