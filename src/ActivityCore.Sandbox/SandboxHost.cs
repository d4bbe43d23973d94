using ActivityCore.Sandbox.InterHub;
using ActivityCore.Sandbox.IssueCore;
using ActivityCore.Sandbox.StateHub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Sandbox;

/// <summary>The stand-ins behind one address, for as long as it lives. Nothing is stored.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SandboxHost(WebApplication app, SandboxOptions options, TimeProvider time)
    {
        _app = app;
        Issues = new IssueBook(options.Dedupe, time);
    }

    /// <summary>Where all of them listen.</summary>
    public Uri Address => new(_app.Urls.First());

    public IssueBook Issues { get; }

    public StateHubBook StateHub { get; } = new();

    public InterHubBook InterHub { get; } = new();

    public static async Task<SandboxHost> StartAsync(SandboxOptions? options = null, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        options ??= new();
        time ??= TimeProvider.System;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(options.Listen.ToString());
        var app = builder.Build();
        var sandbox = new SandboxHost(app, options, time);
        app.MapIssues(sandbox.Issues, options.IssueCoreApiKey);
        app.MapStateHub(sandbox.StateHub, time);
        app.MapInterHub(sandbox.InterHub, time, options.OpsHubKey);
        app.MapGet("/", (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            return TypedResults.Text(ArrivalsPage.Render(sandbox), "text/html");
        });
        await app.StartAsync(cancellation);
        return sandbox;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
