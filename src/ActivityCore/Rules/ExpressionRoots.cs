namespace ActivityCore.Rules;

/// <summary>The names at which a path may begin. A rule with <c>for_each</c> has its item's name besides.</summary>
public static class ExpressionRoots
{
    /// <summary>The envelope: id, type, version, timestamp, publisher, attributes. Missing in runs of a schedule or a request.</summary>
    public const string Event = "event";

    /// <summary>The entries of the definition's <c>context</c>.</summary>
    public const string Context = "context";

    /// <summary>The occurrence's nominal time; never the clock.</summary>
    public const string Now = "now";

    /// <summary>The cause: key, kind (event, schedule or manual), time.</summary>
    public const string Occurrence = "occurrence";

    /// <summary>The definition: id, name, owner.</summary>
    public const string Definition = "definition";

    /// <summary>What conditions and templates of rules may use.</summary>
    public static IReadOnlyList<string> OfRules { get; } = [Event, Context, Now, Occurrence, Definition];

    /// <summary>What a trigger's own <c>when</c> may use: it is decided before any context is resolved.</summary>
    public static IReadOnlyList<string> OfTriggers { get; } = [Event, Now, Occurrence, Definition];

    /// <summary>The members of the roots whose shape the engine itself gives; <c>event.attributes</c> and <c>context</c> have shapes of their own.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Members { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [Event] = ["id", "type", "version", "timestamp", "publisher", "attributes"],
        [Occurrence] = ["key", "kind", "time"],
        [Definition] = ["id", "name", "owner"],
    };
}
