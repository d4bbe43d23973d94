using Temporalio.Api.Failure.V1;

namespace Temporalio.Worker.Machines;

internal static class ExternalFailure
{
    public static Failure Of(string action, string cause) => new()
    {
        Message = $"Unable to {action} external workflow because {Reason(cause)}",
        ApplicationFailureInfo = new() { Type = cause },
    };

    private static string Reason(string cause) =>
        cause.Contains("NamespaceNotFound", StringComparison.Ordinal) ? "the namespace was not found" :
        cause.Contains("SignalCountLimit", StringComparison.Ordinal) ? "it has received too many signals" :
        "it was not found";
}
