using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Logging;
using ActivityCore.Cli.Telemetry;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Hosting;

/// <summary><c>activity-core run</c>: the same parts apart, any number of each, on a Temporal service that is there already.</summary>
internal static class RunCommand
{
    public static Command Create(CommandBuilder build)
    {
        var role = Choice.Of<Role>("--role", "Which part; by default all of them");
        return build.Action("run", "Run the router, the worker or the API on a Temporal service (production)", [role], async (call, cancel) =>
        {
            var settings = call.Settings;
            var address = settings.Temporal.Address
                ?? throw new CliException(ExitCode.Usage, "TEMPORAL_ADDRESS is not set: run works on a Temporal service that is there already.", "Set it to HOST:PORT, or use `activity-core dev`, which brings its own.");
            void Logging(ILoggingBuilder logging) => LineLogging.Configure(logging, call, LogLevel.Information);

            var roles = Roles(call.Get(role));
            using var telemetry = TelemetryExport.Start(settings.Telemetry);
            var client = await TemporalAccess.ConnectAsync(address, settings, LoggerFactory.Create(Logging), telemetry, TemporalAccess.AttemptsOfServers);
            await using var front = await WebFront.OpenAsync(settings.Listen, Logging, grpc: null, sandbox: null, cancel);
            using var host = await Engine.StartAsync(settings, roles, client, Logging, cancel);
            front.Serve(host.Services, roles);
            call.Printer.Message($"activity-core {Word(roles)} is up: {front.Address} · Temporal {address}, namespace {settings.Temporal.Namespace}");
            await Waiting.UntilCancelledAsync(cancel);
            front.Retire();
            await Engine.StopAsync(host);
            return ExitCode.Ok;
        });
    }

    private static ActivityCoreRoles Roles(Role? role) => role switch
    {
        Role.Router => ActivityCoreRoles.Router,
        Role.Worker => ActivityCoreRoles.Worker,
        Role.Api => ActivityCoreRoles.Api,
        _ => ActivityCoreRoles.All,
    };

    private static string Word(ActivityCoreRoles roles) => roles == ActivityCoreRoles.All ? "run" : $"run --role {roles.ToString().ToLowerInvariant()}";

    private enum Role
    {
        All,
        Router,
        Worker,
        Api,
    }
}
