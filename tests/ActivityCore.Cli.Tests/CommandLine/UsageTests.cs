using System.CommandLine;
using ActivityCore.Cli.CommandLine;

namespace ActivityCore.Cli.Tests.CommandLine;

public sealed class UsageTests
{
    [Theory]
    [InlineData("bogus")]
    [InlineData("version", "--nope")]
    [InlineData("version", "-o", "xml")]
    [InlineData("version", "--log-level", "loud")]
    public async Task Run_WrongUsage_ExitsTwoWithNothingOnStandardOutput(params string[] arguments)
    {
        var run = await CliRun.Async(arguments);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Out);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownOutputFormat_NamesTheChoices()
    {
        var run = await CliRun.Async("version", "-o", "xml");

        Assert.Contains("--output is one of table, json, not 'xml'.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfEveryCommand_ListsTheExitCodes()
    {
        foreach (var path in Paths(CommandRoot.Build(CliContext.OfProcess()), []))
        {
            var run = await CliRun.Async([.. path, "--help"]);

            Assert.Equal(ExitCode.Ok, run.ExitCode);
            foreach (var (code, meaning) in ExitCode.Table)
            {
                Assert.Contains($"{code,3}  {meaning}", run.Out, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Commands_All_SayWhatTheyDo()
    {
        var silent = Paths(CommandRoot.Build(CliContext.OfProcess()), []).Where(path => path.Count > 0 && Find(path).Description is null or "");

        Assert.Empty(silent);
    }

    [Fact]
    public async Task Version_AsJson_IsOneObjectWhateverTheLogLevel()
    {
        foreach (var level in new[] { "trace", "debug", "none" })
        {
            var run = await CliRun.Async("version", "-o", "json", "--log-level", level);

            Assert.Equal(ExitCode.Ok, run.ExitCode);
            Assert.StartsWith("0.", run.Json.GetProperty("version").GetString(), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Paths(Command command, IReadOnlyList<string> path) =>
        command.Subcommands.SelectMany(child => Paths(child, [.. path, child.Name])).Prepend(path);

    private static Command Find(IReadOnlyList<string> path) =>
        path.Aggregate((Command)CommandRoot.Build(CliContext.OfProcess()), (command, name) => command.Subcommands.Single(child => child.Name == name));
}
