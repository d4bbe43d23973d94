using System.Text.Json;

namespace ActivityCore.Context;

/// <summary>What a run's rules will see below <c>context</c>.</summary>
/// <param name="Values">A JSON object by entry name; skipped entries are left out.</param>
/// <param name="Notes">For each entry what came: the shape of the answer, or why it was skipped.</param>
public sealed record ResolvedContext(JsonElement Values, IReadOnlyDictionary<string, string> Notes);
