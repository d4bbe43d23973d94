using System.Text.RegularExpressions;
using ActivityCore.Runs;
using Temporalio.Client;

namespace ActivityCore.Tests.Runs;

/// <summary>Histories of released behaviour are kept and replayed for ever; a new one is made by naming a folder in <c>RECORD_HISTORIES</c>.</summary>
internal static class HistoryRecorder
{
    private static readonly Regex StackTraces = new("""(?<="stackTrace": ")(\\.|[^"\\])*(?=")""", RegexOptions.None, TimeSpan.FromMinutes(1));

    public static async Task RecordAsync(Engine engine, string runId, string name)
    {
        if (Environment.GetEnvironmentVariable("RECORD_HISTORIES") is { Length: > 0 } folder)
        {
            var history = await engine.Get<ITemporalClient>().GetWorkflowHandle<RunActivityWorkflow>(runId).FetchHistoryAsync();
            // Where the sources lay on the recording machine is nobody's business.
            var json = StackTraces.Replace(history.ToJson(), "");
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}.json"), json);
        }
    }
}
