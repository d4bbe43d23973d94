using System.Diagnostics;
using ActivityCore.Sandbox.InterHub;
using ActivityCore.Sandbox.IssueCore;
using ActivityCore.Sandbox.StateHub;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Sandbox;

/// <summary>The stand-ins as a handler of requests, for any port and below any path. Thread-safe.</summary>
public sealed class SandboxSite : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly RequestDelegate _handle;

    public SandboxSite(SandboxOptions? options = null, TimeProvider? time = null)
    {
        options ??= new();
        time ??= TimeProvider.System;
        Issues = new IssueBook(options.Dedupe, time, options.IssuesFile);
        if (options.WithSamples)
        {
            SampleRepositories.Register(StateHub, time.GetUtcNow());
            SampleWidgets.Register(InterHub);
        }

        _services = new ServiceCollection().AddLogging().AddRouting().AddSingleton(new DiagnosticListener("ActivityCore.Sandbox")).BuildServiceProvider();
        var app = new ApplicationBuilder(_services);
        app.UseRouting();
        app.UseEndpoints(routes =>
        {
            routes.MapIssues(Issues, options.IssueCoreApiKey);
            routes.MapStateHub(StateHub, time);
            routes.MapInterHub(InterHub, time, options.OpsHubKey);
            routes.MapGet("/", http =>
            {
                http.Response.ContentType = "text/html; charset=utf-8";
                http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
                return http.Response.WriteAsync(ArrivalsPage.Render(this));
            });
        });
        _handle = app.Build();
    }

    public IssueBook Issues { get; }

    public StateHubBook StateHub { get; } = new();

    public InterHubBook InterHub { get; } = new();

    /// <summary>Answers a request; what no stand-in knows is 404.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var outer = http.RequestServices;
        http.RequestServices = _services;
        try
        {
            await _handle(http);
        }
        finally
        {
            http.RequestServices = outer;
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
