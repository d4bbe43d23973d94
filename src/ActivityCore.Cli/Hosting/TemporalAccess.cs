using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Telemetry;
using ActivityCore.Runs;
using Microsoft.Extensions.Logging;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace ActivityCore.Cli.Hosting;

/// <summary>How commands and servers reach the Temporal service.</summary>
internal static class TemporalAccess
{
    /// <summary>How often a process that stays tries: its first call is slow where the machine is busy, and then the service is not away.</summary>
    public const int AttemptsOfServers = 6;

    /// <summary>Connects at once, so that a wrong address or key is said before anything else starts.</summary>
    /// <param name="address">HOST:PORT.</param>
    /// <param name="settings">Namespace and credentials.</param>
    /// <param name="loggers">Where the client logs.</param>
    /// <param name="telemetry">Where its traces and metrics go, if anywhere.</param>
    /// <param name="attempts">How often it is tried when no answer comes in time; what refuses is not tried again.</param>
    public static async Task<TemporalClient> ConnectAsync(
        string address, ActivityCoreSettings settings, ILoggerFactory loggers, TelemetryExport? telemetry = null, int attempts = 1)
    {
        try
        {
            var options = settings.Temporal.ToConnectOptions(loggers, address);
            telemetry?.Configure(options);
            return await TemporalClient.ConnectAsync(options);
        }
        catch (InvalidOperationException e) when (attempts > 1 && e.InnerException is RpcException { Code: RpcException.StatusCode.DeadlineExceeded })
        {
            return await ConnectAsync(address, settings, loggers, telemetry, attempts - 1);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException)
        {
            throw new CliException(ExitCode.Unreachable, $"The Temporal service at {address} cannot be reached: {e.Message}", Advice(settings), e);
        }
    }

    private static string Advice(ActivityCoreSettings settings) => settings.Temporal.Address is null
        ? "TEMPORAL_ADDRESS is not set, so the port of `activity-core dev` (ACTIVITY_CORE_LISTEN) was tried: is it up?"
        : "Is it up, and TEMPORAL_ADDRESS right?";

    /// <summary>The service that the environment names; else the embedded one behind the port of a running <c>dev</c>.</summary>
    public static string Address(Invocation call) => call.Settings.Temporal.Address ?? Loopback(call.Settings.Listen);

    /// <summary>HOST:PORT of our own port, from this machine.</summary>
    public static string Loopback(Uri listen) => $"{(listen.Host is "0.0.0.0" or "[::]" or "*" or "+" ? "127.0.0.1" : listen.Host)}:{listen.Port}";
}
