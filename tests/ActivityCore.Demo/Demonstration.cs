using System.Diagnostics;

namespace ActivityCore.Demo;

/// <summary>The mission for people: says what is under way on standard error, prints the table on standard output.</summary>
internal static class Demonstration
{
    private const int Width = 130;

    /// <summary>0: every row was seen or lacks a component; 1: a row failed; 130: ended by a signal.</summary>
    public static async Task<int> RunAsync(TextWriter output, TextWriter messages, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        IReadOnlyList<RowResult> results;
        string on;
        try
        {
            await messages.WriteLineAsync("starting PostgreSQL, nats-server and Temporal ...");
            await using var services = await MissionServices.StartAsync();
            on = $"PostgreSQL, nats-server (JetStream), {services.TemporalName}, the neighbours' stand-ins; api, router and worker as processes of their own";
            await messages.WriteLineAsync($"on {on}");
            results = await Mission.PlayAsync(services, row => messages.WriteLine($"{row.Id,-4} {Word(row.Outcome),-8} {row.Took.TotalSeconds,5:0.0} s"), cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await messages.WriteLineAsync("ended; nothing that was started is left");
            return 130;
        }
        catch (Exception e) when (Missing.Reason(e) is { } reason)
        {
            results = [.. Mission.Rows.Select(row => new RowResult(row.Id, row.What, RowOutcome.Skipped, reason, TimeSpan.Zero)).OrderBy(row => row.Number)];
            on = "nothing: a component is missing";
        }

        await output.WriteLineAsync($"\nThe mission on {on}, in {clock.Elapsed.TotalSeconds:0} s\n");
        foreach (var result in results)
        {
            await PrintAsync(output, result);
        }

        int Count(RowOutcome outcome) => results.Count(result => result.Outcome == outcome);
        await output.WriteLineAsync($"\n{Count(RowOutcome.Ok)} seen, {Count(RowOutcome.Failed)} failed, {Count(RowOutcome.Skipped)} skipped");
        return Count(RowOutcome.Failed) == 0 ? 0 : 1;
    }

    private static async Task PrintAsync(TextWriter output, RowResult result)
    {
        await output.WriteLineAsync($"{result.Id,-4} {Word(result.Outcome),-8} {result.What}");
        var line = "";
        foreach (var word in $"{(result.Outcome == RowOutcome.Skipped ? "skipped: " : "")}{result.Saw}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + word.Length > Width)
            {
                await output.WriteLineAsync($"      {line}");
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        await output.WriteLineAsync($"      {line}");
    }

    private static string Word(RowOutcome outcome) => outcome switch
    {
        RowOutcome.Ok => "ok",
        RowOutcome.Skipped => "skipped",
        _ => "FAILED",
    };
}
