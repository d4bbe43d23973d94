using System.Text.Json;
using Google.Protobuf;
using RealComponents;
using Temporalio.Api.History.V1;
using Temporalio.Common;

namespace Temporalio.Managed.Tests.TypeScript;

/// <summary>Replays histories with the official TypeScript worker.</summary>
internal sealed class OfficialReplay(TypeScriptSdk sdk)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>What came of each history, by its workflow's id and place in the list: empty, or the error.</summary>
    /// <param name="module">The file with the workflows.</param>
    /// <param name="histories">The histories.</param>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(string module, IReadOnlyList<WorkflowHistory> histories)
    {
        Assert.NotEmpty(histories);
        var folder = Directory.CreateTempSubdirectory("replay-");
        try
        {
            for (var i = 0; i < histories.Count; i++)
            {
                var history = new History { Events = { histories[i].Events } };
                await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"{histories[i].Id}~{i}.bin"), history.ToByteArray());
            }

            var results = Path.Combine(folder.FullName, "results.json");
            await using var run = sdk.Start("replay.js", module, folder.FullName, results);
            Assert.True(await run.WaitForExitAsync(Limit), run.Output);
            Assert.True(run.ExitCode == 0, run.Output);
            var outcomes = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(results))!;
            Assert.Equal(histories.Count, outcomes.Count);
            return outcomes;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
