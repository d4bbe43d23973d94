using System.Text.Json;

namespace ActivityCore.Demo.Rows;

/// <summary>Every event type that ships is taken and fits; the defaults are filled in; what is no envelope is refused.</summary>
internal sealed class EnvelopeRow : IMissionRow
{
    public string Id => "M1";

    public string What => "EventEnvelope contract and event types";

    public async Task<string> SeeAsync(Stage stage)
    {
        var types = Directory.EnumerateFiles(stage.Environment["EVENT_TYPES_DIR"]!, "*.yaml").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal).ToList();
        foreach (var type in types)
        {
            await stage.CommandAsync("events", "send", "--example", type, "--address", stage.Api.ToString());
        }

        var bare = Guid.NewGuid();
        await stage.PostAsync($$"""{"id":"{{bare}}","type":"org.demo.bare","timestamp":"2026-06-01T08:00:00Z","invented_member":1}""");
        var file = stage.File("no-envelope.jsonl");
        await File.WriteAllTextAsync(file, """{"id":"not a uuid","type":"org.demo.bare"}""", stage.Cancel);
        var refused = await stage.TryCommandAsync(stage.Environment, "events", "send", file, "--address", stage.Api.ToString(), "-o", "json");

        var events = (await stage.JsonAsync("events", "list", "--limit", "100")).EnumerateArray().ToList();
        var fitting = events.Where(e => types.Contains(Text(e, "type")) && e.GetProperty("schema_flags").GetArrayLength() == 0).Select(e => Text(e, "type")).Distinct(StringComparer.Ordinal).Count();
        var taken = events.Single(e => e.GetProperty("id").GetGuid() == bare);
        var reason = refused.Json[0].GetProperty("reason").GetString();
        var (ours, hubs) = (types.Count(type => type.StartsWith("ops-", StringComparison.Ordinal)), types.Count(type => type.StartsWith("org.statehub.", StringComparison.Ordinal)));
        MissionException.ThrowUnless(ours >= 5 && hubs >= 5 && fitting == types.Count, $"{fitting} of {types.Count} examples are taken and fit");
        MissionException.ThrowUnless(Text(taken, "version") == "1.0" && Text(taken, "publisher") == "unknown", $"a bare envelope became {taken}");
        MissionException.ThrowUnless(reason is not null, "what is no envelope was taken");
        return $"{ours} ops-* and {hubs} org.statehub.* types, {fitting} examples taken and fitting; a bare envelope became version 1.0 of publisher unknown; refused: {reason}";
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
