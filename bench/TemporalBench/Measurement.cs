using System.Text.Json;
using System.Text.Json.Serialization;
using RealComponents;

namespace TemporalBench;

/// <summary>What tperf prints.</summary>
internal sealed record Measurement
{
    [JsonPropertyName("shape")]
    public required string Shape { get; init; }

    [JsonPropertyName("n")]
    public required int Count { get; init; }

    [JsonPropertyName("failed")]
    public required int Failed { get; init; }

    [JsonPropertyName("per_s")]
    public required double PerSecond { get; init; }

    [JsonPropertyName("p50_ms")]
    public required double P50 { get; init; }

    [JsonPropertyName("p99_ms")]
    public required double P99 { get; init; }

    /// <summary>Has tperf start workflows and wait for their results.</summary>
    /// <param name="target">The service.</param>
    /// <param name="shape">What each workflow does.</param>
    /// <param name="options">How many.</param>
    /// <param name="taskQueue">Null: tperf works on them itself, with the official Go worker.</param>
    public static async Task<Measurement> TakeAsync(string target, string shape, BenchOptions options, string? taskQueue = null)
    {
        string[] arguments =
        [
            "-addr", target, "-n", $"{options.Count}", "-c", $"{options.Starters}", "-shape", shape,
            .. taskQueue is null ? (string[])[] : ["-worker=false", "-tq", taskQueue],
        ];
        await using var tperf = ComponentProcess.Start(TemporalTools.Require("tperf"), arguments);
        if (!await tperf.WaitForExitAsync(TimeSpan.FromMinutes(11)) || tperf.ExitCode != 0)
        {
            throw new InvalidOperationException($"tperf failed:\n{tperf.Output}");
        }
        var line = tperf.Output.Split('\n').Last(text => text.StartsWith('{'));
        var measured = JsonSerializer.Deserialize<Measurement>(line)!;
        return measured.Failed == 0 ? measured : throw new InvalidOperationException($"{measured.Failed} of {measured.Count} workflows failed:\n{tperf.Output}");
    }
}
