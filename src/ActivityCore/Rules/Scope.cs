using System.Text.Json;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules;

/// <summary>What the roots of paths are for one evaluation. Immutable.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, Result> _roots;

    private Scope(Dictionary<string, Result> roots, DateTimeOffset now)
    {
        _roots = roots;
        Now = now;
    }

    /// <summary>The occurrence's nominal time.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The names, for suggestions.</summary>
    public IEnumerable<string> Names => _roots.Keys;

    public static Scope Create(ActivityDefinition definition, Occurrence occurrence, EventEnvelope? envelope, JsonElement? context)
    {
        var kind = occurrence.Kind.ToString().ToLowerInvariant();
        var roots = new Dictionary<string, Result>(StringComparer.Ordinal)
        {
            [ExpressionRoots.Event] = envelope is null ? Result.Unknown($"`event` is missing: the run was started by a {(occurrence.Kind == OccurrenceKind.Manual ? "request" : kind)}") : OfEvent(envelope),
            [ExpressionRoots.Now] = OfTime(occurrence.NominalTime),
            [ExpressionRoots.Occurrence] = OfMembers(("key", Result.Of(occurrence.Key)), ("kind", Result.Of(kind)), ("time", OfTime(occurrence.NominalTime))),
            [ExpressionRoots.Definition] = OfMembers(("id", Result.Of(definition.Id.ToString("D"))), ("name", Result.Of(definition.Name)), ("owner", Result.Of(definition.Owner))),
        };
        if (context is { } element)
            roots[ExpressionRoots.Context] = element.ValueKind == JsonValueKind.Undefined ? OfMembers() : ValueReader.Read(element);
        return new Scope(roots, occurrence.NominalTime);
    }

    /// <summary>The same with one more name, such as the item of a <c>for_each</c>.</summary>
    public Scope With(string name, Result value) => new(new Dictionary<string, Result>(_roots, StringComparer.Ordinal) { [name] = value }, Now);

    /// <summary>What the name stands for; an unknown name is an error.</summary>
    public Result Find(string name)
        => _roots.TryGetValue(name, out var root) ? root : Result.Fail($"there is no `{name}` here{Suggestion.For(name, Names)}");

    private static Result OfEvent(EventEnvelope envelope) => OfMembers(
        ("id", Result.Of(envelope.Id.ToString("D"))),
        ("type", Result.Of(envelope.Type)),
        ("version", Result.Of(envelope.Version)),
        ("timestamp", OfTime(envelope.Timestamp)),
        ("publisher", Result.Of(envelope.Publisher)),
        ("attributes", envelope.Attributes.ValueKind == JsonValueKind.Undefined ? OfMembers() : ValueReader.Read(envelope.Attributes)));

    private static Result OfTime(DateTimeOffset time) => Result.Of(new Value.Time(time.ToUniversalTime()));

    private static Result OfMembers(params ReadOnlySpan<(string Name, Result Value)> members)
    {
        var content = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (name, result) in members)
        {
            // An id or a name beyond the limit on strings cannot be read; nothing that the intake accepts is that long.
            if (result.Value is not { } value)
                return result;

            content.Add(name, value);
        }

        return Result.Of(new Value.Members(content));
    }
}
