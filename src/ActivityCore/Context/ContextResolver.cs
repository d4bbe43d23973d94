using System.Text.Json;
using System.Text.Json.Nodes;
using ActivityCore.Definitions;

namespace ActivityCore.Context;

/// <summary>Looks up what a definition asks for. Safe to share.</summary>
public sealed class ContextResolver(ContextSources sources)
{
    /// <summary>
    /// Asks every source at once. An entry with <c>on_error: skip</c> that gives no answer is left out and named in the notes.
    /// </summary>
    /// <exception cref="ContextUnavailableException">An entry with <c>on_error: fail</c> gives no answer; names all such entries.</exception>
    public async Task<ResolvedContext> ResolveAsync(IReadOnlyList<ContextEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var answers = await Task.WhenAll(entries.Select(entry => AskAsync(entry, cancellationToken)));

        var values = new JsonObject();
        var notes = new Dictionary<string, string>(StringComparer.Ordinal);
        var failures = new List<(ContextEntry Entry, ContextAnswer Answer)>();
        foreach (var (entry, answer) in entries.Zip(answers))
        {
            switch (answer)
            {
                case ContextAnswer.Found found:
                    values[entry.Name] = JsonNode.Parse(found.Value.GetRawText());
                    notes[entry.Name] = Shape(found.Value);
                    break;
                case var _ when entry.OnError == ContextErrorPolicy.Skip:
                    notes[entry.Name] = $"skipped: {Reason(answer)}";
                    break;
                default:
                    failures.Add((entry, answer));
                    break;
            }
        }

        if (failures.Count > 0)
        {
            throw new ContextUnavailableException(
                string.Join(" ", failures.Select(f => $"context.{f.Entry.Name} ({f.Entry.Source}): {Reason(f.Answer)}")),
                failures.Exists(f => f.Answer is ContextAnswer.Unavailable),
                failures.Max(f => (f.Answer as ContextAnswer.Unavailable)?.After));
        }

        return new(JsonSerializer.SerializeToElement(values), notes);
    }

    private Task<ContextAnswer> AskAsync(ContextEntry entry, CancellationToken cancellationToken) =>
        sources.Find(entry.Source) is { } source
            ? source.ReadAsync(entry.With, cancellationToken)
            : Task.FromResult<ContextAnswer>(new ContextAnswer.Refused($"There is no source of this name; there are {string.Join(", ", sources.Names)}."));

    private static string Reason(ContextAnswer answer) => answer switch
    {
        ContextAnswer.Unavailable unavailable => unavailable.Reason,
        ContextAnswer.Refused refused => refused.Reason,
        _ => throw new ArgumentException("An answer that was found has no reason.", nameof(answer)),
    };

    private static string Shape(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => $"a list of {value.GetArrayLength()}",
        JsonValueKind.Object => $"an object with {value.EnumerateObject().Count()} members",
        _ => value.ValueKind.ToString().ToLowerInvariant(),
    };
}
