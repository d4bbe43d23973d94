using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ActivityCore.Cli.CommandLine;

/// <summary>The usual help, followed by the table of exit codes.</summary>
internal sealed class HelpWithExitCodes(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Exit codes:");
        foreach (var (code, meaning) in ExitCode.Table)
        {
            output.WriteLine($"  {code,3}  {meaning}");
        }

        output.WriteLine();
        return ExitCode.Ok;
    }
}
