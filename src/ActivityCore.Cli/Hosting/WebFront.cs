using System.Net;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Hosting;

/// <summary>
/// The one port. It opens before the engine starts, because the engine's worker may talk to the Temporal service behind this very port and
/// because a port chosen by the system is only known then; until <see cref="Serve"/> it answers 503.
/// </summary>
internal sealed class WebFront : IAsyncDisposable
{
    /// <summary>Below which the neighbours' stand-ins answer.</summary>
    public const string SandboxPath = "/sandbox";

    private readonly WebApplication _app;
    private volatile Served? _served;

    private WebFront(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the port that the system chose where none was named.</summary>
    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>Opens the port.</summary>
    /// <param name="listen">Host and port; port 0 lets the system choose.</param>
    /// <param name="logging">Where log lines go.</param>
    /// <param name="grpc">Answers gRPC calls on the same port, or null.</param>
    /// <param name="sandbox">Answers what is below <see cref="SandboxPath"/>, or null.</param>
    /// <param name="cancel">Gives up the start.</param>
    /// <param name="site">Maps pages and API; by default those of the engine.</param>
    /// <exception cref="CliException">The address cannot be listened on.</exception>
    public static async Task<WebFront> OpenAsync(Uri listen, Action<ILoggingBuilder> logging, RequestDelegate? grpc, RequestDelegate? sandbox, CancellationToken cancel, Action<IEndpointRouteBuilder>? site = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, listen));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        logging(builder.Logging);
        var front = new WebFront(builder.Build());
        front.Compose(grpc, sandbox, site ?? SiteMap.Map);
        try
        {
            await front._app.StartAsync(cancel);
        }
        catch (IOException e)
        {
            await front.DisposeAsync();
            throw new CliException(
                ExitCode.Error,
                $"{listen.GetLeftPart(UriPartial.Authority)} cannot be listened on: {e.Message}",
                "Another program may hold the port: name a free one with --port or ACTIVITY_CORE_LISTEN (--port 0 lets the system choose).",
                e);
        }

        front.Address = new UriBuilder(front._app.Urls.First()) { Host = listen.Host }.Uri;
        return front;
    }

    /// <summary>From now on health is answered from these services, and pages and API too where the roles have the API.</summary>
    public void Serve(IServiceProvider services, ActivityCoreRoles roles) => _served = new(services, roles.HasFlag(ActivityCoreRoles.Api));

    /// <summary>Back to 503, so that nothing asks services that are about to stop.</summary>
    public void Retire() => _served = null;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Configure(KestrelServerOptions kestrel, Uri listen)
    {
        kestrel.AddServerHeader = false;
        Temporalio.DevServer.TemporalDevServer.ConfigureLimits(kestrel.Limits);
        if (string.Equals(listen.Host, "localhost", StringComparison.OrdinalIgnoreCase) && listen.Port == 0)
        {
            kestrel.Listen(IPAddress.Loopback, 0, SharedPort.UseSharedPort);
        }
        else if (string.Equals(listen.Host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.ListenLocalhost(listen.Port, SharedPort.UseSharedPort);
        }
        else if (IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address))
        {
            kestrel.Listen(address, listen.Port, SharedPort.UseSharedPort);
        }
        else
        {
            kestrel.ListenAnyIP(listen.Port, SharedPort.UseSharedPort);
        }
    }

    private void Compose(RequestDelegate? grpc, RequestDelegate? sandbox, Action<IEndpointRouteBuilder> site)
    {
        if (sandbox is not null)
        {
            // Before all else: the engine's own worker may ask it before the pages are served.
            _app.Map(SandboxPath, branch => branch.Run(sandbox));
        }

        if (grpc is not null)
        {
            _app.UseWhen(
                http => http.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true,
                branch => branch.Run(grpc));
        }

        _app.UseSecurityHeaders();
        _app.Use((http, next) =>
        {
            if (_served is not { } served)
            {
                return (http.Request.Path.StartsWithSegments("/livez", StringComparison.Ordinal)
                    ? Reply.Text("ok\n")
                    : Reply.Problem(StatusCodes.Status503ServiceUnavailable, "Starting or stopping", "Ask again in a moment.")).ExecuteAsync(http);
            }

            http.RequestServices = served.Services;
            return served.WithSite || HealthApi.IsHealth(http.Request.Path)
                ? next(http)
                : Reply.Problem(StatusCodes.Status404NotFound, "No such resource", "This process answers for its health only; pages and API are at the process with --role api.").ExecuteAsync(http);
        });
        _app.UseRouting();
        site(_app);
    }

    private sealed record Served(IServiceProvider Services, bool WithSite);
}
