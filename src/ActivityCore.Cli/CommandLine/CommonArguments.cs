using System.CommandLine;

namespace ActivityCore.Cli.CommandLine;

/// <summary>Options that several commands have.</summary>
internal static class CommonArguments
{
    /// <summary><c>--reason</c>: required and not empty.</summary>
    /// <param name="done">What is done for this reason: dropped, ...</param>
    public static Option<string> Reason(string done)
    {
        var reason = new Option<string>("--reason") { Description = "Why, for whoever asks later", HelpName = "text", Required = true };
        reason.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValue(reason)))
            {
                result.AddError($"--reason says why it is {done}; it is not empty.");
            }
        });
        return reason;
    }
}
