using System.Text.Json;

namespace ActivityCore.Demo.Rows;

/// <summary>A definition is added, changed, broken and removed while the parts run.</summary>
internal sealed class DefinitionsRow : IMissionRow
{
    private const string Name = "demo-hot-reload";

    public string Id => "M2";

    public string What => "ActivityDefinition YAML: hot reload, last good, removal";

    public async Task<string> SeeAsync(Stage stage)
    {
        var file = Path.Combine(stage.Neighbourhood.DefinitionsFolder, $"{Name}.yaml");
        await ReplaceAsync(file, Definition("First"), stage.Cancel);
        var first = await TitleAsync(stage, title => title == "First");
        await ReplaceAsync(file, Definition("Second"), stage.Cancel);
        var second = await TitleAsync(stage, title => title == "Second");

        await ReplaceAsync(file, Definition("Third").Replace("rules:", "rulez:", StringComparison.Ordinal), stage.Cancel);
        var fault = await StateAsync(stage, "broken_last_good_kept");
        var kept = await TitleAsync(stage, title => title == "Second");

        File.Delete(file);
        await StateAsync(stage, null);
        await TitleAsync(stage, title => title is null);
        return $"added: \"{first}\"; edited: \"{second}\"; broken ({fault}): still \"{kept}\"; deleted: no run";
    }

    private static string Definition(string title) => $$"""
        id: 6f6c3f55-5d0e-4f8e-9d35-6a5b0f7e9d10
        name: {{Name}}
        owner: demo
        description: Comes and goes while everything runs.
        trigger:
          - event: org.demo.happened
        rules:
          - id: always
            when: event.attributes.n > 0
            emit:
              - { title: {{title}}, target_repo: demo }
        """;

    // Written beside and moved, so that nobody reads half a file.
    private static async Task ReplaceAsync(string file, string text, CancellationToken cancel)
    {
        await File.WriteAllTextAsync($"{file}.new", text, cancel);
        File.Move($"{file}.new", file, overwrite: true);
    }

    /// <summary>Sends an event, again and again, until one makes the task that is expected; the router reloads on its own.</summary>
    private static async Task<string?> TitleAsync(Stage stage, Func<string?, bool> expected)
    {
        string? title = null;
        await stage.UntilAsync("the router works with the definition as it is now", async () =>
        {
            var id = Guid.NewGuid();
            await stage.PublishAsync(Events.Write(id, "org.demo.happened", new { n = 1 }));
            await stage.SettledAsync(id);
            var found = await stage.QueryAsync<string>(
                "select coalesce((select payload from task_spawn_log t join runs r using (run_id) where r.event_id = @id), '')", ("id", id.ToString("D")));
            title = found.Length == 0 ? null : JsonDocument.Parse(found).RootElement.GetProperty("title").GetString();
            return expected(title);
        });
        return title;
    }

    /// <summary>Waits until the API shows the file in this state (null: not at all) and returns its first problem.</summary>
    private static async Task<string?> StateAsync(Stage stage, string? state)
    {
        string? problem = null;
        using var client = new HttpClient { BaseAddress = stage.Api };
        await stage.UntilAsync($"the API shows {Name} as {state ?? "gone"}", async () =>
        {
            using var definitions = JsonDocument.Parse(await client.GetStringAsync(new Uri("/definitions", UriKind.Relative), stage.Cancel));
            var found = definitions.RootElement.GetProperty("items").EnumerateArray().FirstOrDefault(item => item.GetProperty("file").GetString() == $"{Name}.yaml");
            if (state is null || found.ValueKind == JsonValueKind.Undefined)
            {
                return state is null && found.ValueKind == JsonValueKind.Undefined;
            }

            problem = found.GetProperty("problems").EnumerateArray().Select(item => item.GetProperty("message").GetString()).FirstOrDefault();
            return found.GetProperty("state").GetString() == state;
        });
        return problem;
    }
}
