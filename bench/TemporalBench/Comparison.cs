using RealComponents;

namespace TemporalBench;

/// <summary>Measures both dev services with one worker, and both workers on one service, one after the other on the same machine.</summary>
internal static class Comparison
{
    private const string Skipped = "$XunitDynamicSkip$";

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var folder = Directory.CreateTempSubdirectory("temporal-bench-");
        try
        {
            var options = BenchOptions.Parse(args);
            Console.WriteLine($"{options.Count} workflows of each shape, {options.Starters} at a time; {Environment.ProcessorCount} cores; both services on a file");
            Console.WriteLine();
            await CompareServicesAsync(options, folder.FullName);
            await CompareWorkersAsync(options, folder.FullName);
            return 0;
        }
        catch (Exception e) when (e is ArgumentException || e.Message.StartsWith(Skipped, StringComparison.Ordinal))
        {
            await Console.Error.WriteLineAsync(e.Message.Replace(Skipped, "", StringComparison.Ordinal));
            return 2;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task CompareServicesAsync(BenchOptions options, string folder)
    {
        Console.WriteLine("## Services, with the official Go worker");
        Heading("real dev service", "our dev service");
        var real = new List<Measurement>();
        string realPeak;
        await using (var service = await TemporalDevService.StartAsync(databaseFile: Path.Combine(folder, "real-services.db")))
        {
            foreach (var shape in options.Shapes)
            {
                real.Add(await Measurement.TakeAsync(service.Target, shape, options));
            }
            realPeak = Peak.Of(service.ProcessId);
        }

        var port = LoopbackPort.Free();
        await using var own = Start("serve", $"{port}", Path.Combine(folder, "own.db"));
        await LoopbackPort.WaitUntilOpenAsync(port, own, TimeSpan.FromSeconds(60));
        foreach (var measured in real)
        {
            Row(measured, await Measurement.TakeAsync($"127.0.0.1:{port}", measured.Shape, options));
        }
        Console.WriteLine($"| peak memory, MiB | {realPeak} | {Peak.Of(own.Id)} | |");
        Console.WriteLine();
    }

    private static async Task CompareWorkersAsync(BenchOptions options, string folder)
    {
        Console.WriteLine("## Workers, on the real dev service");
        Heading("official Go worker", "our worker");
        await using var service = await TemporalDevService.StartAsync(databaseFile: Path.Combine(folder, "real-workers.db"));
        var queue = $"bench-{Guid.NewGuid():N}";
        await using var worker = Start("worker", service.Target, queue);
        foreach (var shape in options.Shapes)
        {
            var official = await Measurement.TakeAsync(service.Target, shape, options);
            Row(official, await Measurement.TakeAsync(service.Target, shape, options, queue));
        }
        Console.WriteLine($"| peak memory, MiB | in tperf | {Peak.Of(worker.Id)} | |");
        Console.WriteLine();
    }

    private static ComponentProcess Start(params string[] arguments) => Environment.ProcessPath is { } program
        ? ComponentProcess.Start(program, arguments)
        : throw new InvalidOperationException("This program does not know where it is.");

    private static void Heading(string first, string second)
    {
        Console.WriteLine();
        Console.WriteLine($"| shape | {first}: per s, p50, p99 ms | {second}: per s, p50, p99 ms | rate |");
        Console.WriteLine("|---|---|---|---|");
    }

    private static void Row(Measurement first, Measurement second) => Console.WriteLine(
        $"| {first.Shape} | {Figures(first)} | {Figures(second)} | {second.PerSecond / first.PerSecond:0.0} times |");

    private static string Figures(Measurement m) => $"{m.PerSecond:0.0}, {m.P50:0}, {m.P99:0}";
}
