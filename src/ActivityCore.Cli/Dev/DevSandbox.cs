using ActivityCore.Sandbox;
using Microsoft.AspNetCore.Http;

namespace ActivityCore.Cli.Dev;

/// <summary>Stand-ins for those neighbours that the environment names no address of, so that every definition that ships can really be run.</summary>
internal sealed class DevSandbox : IAsyncDisposable
{
    private readonly SandboxOptions _options;
    private readonly SandboxSite _site;
    private readonly bool _issueCore;
    private readonly bool _stateHub;

    private DevSandbox(ActivityCoreSettings settings, TimeProvider time)
    {
        _issueCore = settings.IssueSink.IssueCoreUrl is null;
        _stateHub = settings.StateHubUrl is null;
        _options = new() { WithSamples = true, IssuesFile = Path.Combine(settings.DataDirectory, "sandbox-issues.jsonl") };
        _site = new(_options, time);
    }

    /// <summary>For whom it stands in.</summary>
    public string Names => string.Join(" and ", new[] { _issueCore ? "issue-core" : null, _stateHub ? "State Hub" : null }.OfType<string>());

    /// <summary>Null where every neighbour has an address.</summary>
    public static DevSandbox? For(ActivityCoreSettings settings, TimeProvider time) =>
        settings.IssueSink.IssueCoreUrl is null || settings.StateHubUrl is null ? new(settings, time) : null;

    public Task HandleAsync(HttpContext http) => _site.HandleAsync(http);

    /// <summary>The settings with the stand-ins' address where there was none. A key for the real issue-core never goes to the stand-in.</summary>
    public ActivityCoreSettings Apply(ActivityCoreSettings settings, Uri address) => settings with
    {
        StateHubUrl = settings.StateHubUrl ?? address,
        Evidence = settings.Evidence with { StateHubUrl = settings.Evidence.StateHubUrl ?? address },
        IssueSink = _issueCore ? settings.IssueSink with { IssueCoreUrl = address.ToString(), IssueCoreApiKey = _options.IssueCoreApiKey } : settings.IssueSink,
    };

    public ValueTask DisposeAsync() => _site.DisposeAsync();
}
