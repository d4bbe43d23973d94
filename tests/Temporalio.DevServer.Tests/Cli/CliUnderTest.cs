using RealComponents;
using Temporalio.DevServer.Tests.Support;

namespace Temporalio.DevServer.Tests.Cli;

/// <summary>The official command line program and a service of its own.</summary>
internal sealed class CliUnderTest : IAsyncDisposable
{
    private CliUnderTest(ServiceUnderTest service)
    {
        Service = service;
        Cli = new TemporalCli(service.Server.Target);
    }

    public ServiceUnderTest Service { get; }

    public TemporalCli Cli { get; }

    public static async Task<CliUnderTest> StartAsync()
    {
        TemporalTools.Require("temporal");
        return new(await ServiceUnderTest.StartAsync());
    }

    /// <summary>A command that must fail with a message.</summary>
    public async Task AssertFailsAsync(string message, params string[] command)
    {
        var answer = await Cli.RunAsync(command);

        Assert.True(answer.ExitCode == 1, $"temporal {answer.Command} ended with {answer.ExitCode}:\n{answer.Output}");
        // The program logs its failure with quotes escaped.
        Assert.Contains(message, answer.Output.Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        Cli.Dispose();
        return Service.DisposeAsync();
    }
}
