using System.Text.Json;
using ActivityCore.Cli.CommandLine;

namespace ActivityCore.Cli.Tests;

/// <summary>Runs a command in this process, in a world of its own: no terminal, and only the variables handed in.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public static async Task<CliRun> Async(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var context = new CliContext { Out = TextWriter.Synchronized(output), Error = TextWriter.Synchronized(error), In = TextReader.Null, Environment = environment };
        var code = await CommandRoot.RunAsync(arguments, context, limit.Token);
        return new(code, output.ToString(), error.ToString());
    }

    public static Task<CliRun> Async(params string[] arguments) => Async(new Dictionary<string, string?>(StringComparer.Ordinal), arguments);
}
