using ActivityCore.Sandbox.InterHub;
using ActivityCore.Sandbox.IssueCore;
using ActivityCore.Sandbox.StateHub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Sandbox;

/// <summary>The stand-ins on a port of their own, for as long as it lives.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxSite _site;

    private SandboxHost(WebApplication app, SandboxSite site)
    {
        _app = app;
        _site = site;
    }

    /// <summary>Where all of them listen.</summary>
    public Uri Address => new(_app.Urls.First());

    public IssueBook Issues => _site.Issues;

    public StateHubBook StateHub => _site.StateHub;

    public InterHubBook InterHub => _site.InterHub;

    public static async Task<SandboxHost> StartAsync(SandboxOptions? options = null, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        options ??= new();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(options.Listen.ToString());
        var app = builder.Build();
        var sandbox = new SandboxHost(app, new SandboxSite(options, time));
        app.Run(sandbox._site.HandleAsync);
        await app.StartAsync(cancellation);
        return sandbox;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _site.DisposeAsync();
    }
}
