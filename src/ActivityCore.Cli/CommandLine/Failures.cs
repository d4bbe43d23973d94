using System.Data.Common;
using System.Net.Sockets;
using ActivityCore.Cli.Storage;
using ActivityCore.Settings;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using Microsoft.Extensions.Logging;
using Temporalio.Exceptions;

namespace ActivityCore.Cli.CommandLine;

/// <summary>Turns whatever ended a command into a sentence for people, what to do next, and an exit code.</summary>
internal static class Failures
{
    public static int Report(Exception failure, Invocation call, CancellationToken cancel)
    {
        if (failure is OperationCanceledException && cancel.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }

        var context = call.Context;
        var (code, message, advice) = Describe(failure);
        if (call.LogLevelOr(LogLevel.Information) <= LogLevel.Debug)
        {
            message = failure.ToString();
        }

        foreach (var line in message.Split('\n'))
        {
            context.Error.WriteLine(Output.Printable.Line(line.TrimEnd('\r')));
        }

        if (advice is not null)
        {
            context.Error.WriteLine(Output.Printable.Line(advice));
        }

        return code;
    }

    internal static (int Code, string Message, string? Advice) Describe(Exception failure) => failure switch
    {
        CliException e => (e.ExitCode, e.Message, e.Advice),
        AmbiguousRunException e => (ExitCode.Error, e.Message, AmbiguousRunException.Advice),
        SettingsException e => (ExitCode.Usage, e.Message, ".env.example lists every variable."),
        SinkConfigurationException or StorageException => (ExitCode.Error, failure.Message, null),
        RpcException { Code: RpcException.StatusCode.Unauthenticated or RpcException.StatusCode.PermissionDenied } e =>
            (ExitCode.Auth, $"Temporal refuses the credentials: {e.Message}", "See TEMPORAL_API_KEY and the TEMPORAL_TLS_ variables."),
        RpcException { Code: RpcException.StatusCode.Unavailable or RpcException.StatusCode.DeadlineExceeded } e =>
            (ExitCode.Unreachable, $"Temporal cannot be reached: {e.Message}", "Is the service up, and TEMPORAL_ADDRESS right?"),
        HttpRequestException { InnerException: SocketException } e =>
            (ExitCode.Unreachable, e.Message, "Is `activity-core dev` or `run` up at that address? --address names another one."),
        DbException { SqlState: "28P01" or "28000" } e => (ExitCode.Auth, $"The database refuses the credentials: {e.Message}", "See DATABASE_URL, or PGUSER and PGPASSWORD."),
        DbException { SqlState: "42501" } e =>
            (ExitCode.Auth, $"The database role lacks a right: {e.Message}", "As the schema's owner, run: activity-core migrate --grant-to ROLE"),
        DbException { InnerException: SocketException or IOException or TimeoutException } e =>
            (ExitCode.Unreachable, $"The database cannot be reached: {e.Message}", "Is it up, and DATABASE_URL (or PGHOST) right?"),
        SocketException e => (ExitCode.Unreachable, e.Message, null),
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => (ExitCode.Error, failure.Message, null),
        _ => (ExitCode.Error, $"{failure.GetType().Name}: {failure.Message}", "Run it again with --log-level debug for the details."),
    };
}
