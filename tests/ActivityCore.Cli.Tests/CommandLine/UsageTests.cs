using System.CommandLine;
using System.CommandLine.Help;
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

        Assert.Contains("--output is one of table, json, github, not 'xml'.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no command activity-core bogus. The commands are: dev, run, ", "bogus")]
    [InlineData("There is no command activity-core runs bogus. The commands are: list, show, ", "runs", "bogus")]
    [InlineData("activity-core runs needs a command: list, show, ", "runs")]
    [InlineData("<run> is missing: The run's id, or its first characters.", "runs", "show")]
    [InlineData("<id> is a UUID, not 'x'.", "events", "show", "x")]
    [InlineData("--state is one of pending, running, not_matched, completed, failed, parked, dropped, not 'x'.", "runs", "list", "--state", "x")]
    [InlineData("--limit is a number from 1 to 1000, not '0'.", "runs", "list", "--limit", "0")]
    [InlineData("--port is a number from 0 to 65535, not '65536'.", "sandbox", "--port", "65536")]
    [InlineData("--sink is one of null, rest, nats, not 'x'.", "runs", "emit", "RUN", "--sink", "x")]
    [InlineData("There is no file /none.", "events", "send", "/none")]
    [InlineData("There is no file /none.", "dev", "--events", "/none")]
    public async Task Run_WrongUsage_NamesTheThingAndWhatItMayBe(string message, params string[] arguments)
    {
        var run = await CliRun.Async(arguments);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
    }

    /// <summary>Whatever an option wants: a value that is none is wrong usage, and never an exception.</summary>
    [Fact]
    public async Task Options_OfEveryCommandWithAValueThatIsNone_AreWrongUsage()
    {
        var tried = 0;
        foreach (var path in Paths(CommandRoot.Build(CliContext.OfProcess()), []).Where(path => Find(path).Subcommands.Count == 0))
        {
            foreach (var option in Find(path).Options.Where(option => option.ValueType != typeof(string) && option.ValueType != typeof(bool) && option.ValueType != typeof(string[]) && option is not HelpOption))
            {
                var run = await CliRun.Async([.. path, option.Name, "x!"]);

                Assert.Equal(ExitCode.Usage, run.ExitCode);
                Assert.Contains($"{option.Name} is ", run.Error, StringComparison.Ordinal);
                Assert.Contains("not 'x!'.", run.Error, StringComparison.Ordinal);
                tried++;
            }
        }

        Assert.True(tried > 20, $"{tried} options were tried.");
    }

    [Theory]
    [InlineData("not_matched")]
    [InlineData("notmatched")]
    [InlineData("NOT_MATCHED")]
    public void Choice_WordOfTheJsonOutput_IsTaken(string word)
    {
        var state = Choice.Of<ActivityCore.Storage.RunState>("--state", "");

        Assert.Equal(ActivityCore.Storage.RunState.NotMatched, new RootCommand { state }.Parse(["--state", word]).GetValue(state));
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
