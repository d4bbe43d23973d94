using ActivityCore.Cli.Web;
using ActivityCore.Routing;
using ActivityCore.Routing.Nats;
using ActivityCore.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Temporalio.Client;

namespace ActivityCore.Cli.Hosting;

/// <summary><c>/livez</c>: the process answers. <c>/readyz</c>: so do the things that it cannot work without.</summary>
internal static class HealthApi
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.Get("/livez", _ => Task.FromResult<IResult>(Reply.Text("ok\n")));
        routes.Get("/readyz", ReadyAsync);
    }

    public static bool IsHealth(PathString path) =>
        path.StartsWithSegments("/livez", StringComparison.Ordinal) || path.StartsWithSegments("/readyz", StringComparison.Ordinal);

    private static async Task<IResult> ReadyAsync(HttpContext http)
    {
        List<Task<(string Name, string? Fault)>> asked =
        [
            CheckAsync("storage", cancel => http.Service<IRunLog>().CountAsync(cancel), http),
            CheckAsync("temporal", cancel => http.Service<ITemporalClient>().Connection.CheckHealthAsync(options: new RpcOptions { CancellationToken = cancel, Timeout = Patience }), http),
        ];
        if (http.Service<ReadyChecks>().Definitions)
        {
            asked.Add(CheckAsync("definitions", _ => DefinitionsAsync(http), http));
        }

        if (http.RequestServices.GetService(typeof(NatsIntakeState)) is NatsIntakeState nats)
        {
            asked.Add(CheckAsync("nats", _ => nats.Fault is { } fault ? throw new NotReadyException(fault) : Task.CompletedTask, http));
        }

        var checks = await Task.WhenAll(asked);
        var ready = Array.TrueForAll(checks, check => check.Fault is null);
        var status = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        if (!http.Request.Query.ContainsKey("verbose"))
        {
            return Reply.Text(ready ? "ok\n" : "not ready; /readyz?verbose says why\n", status);
        }

        var lines = checks.Select(check => check.Fault is { } fault ? $"[-]{check.Name} failed: {fault}\n" : $"[+]{check.Name} ok\n");
        return Reply.Text($"{string.Concat(lines)}{(ready ? "ready" : "not ready")}\n", status);
    }

    private static Task DefinitionsAsync(HttpContext http) =>
        http.RequestServices.GetService(typeof(ICurrentDefinitions)) is ICurrentDefinitions { Catalog.Definitions.Count: 0 }
            ? throw new NotReadyException("no definition is loaded")
            : Task.CompletedTask;

    private static async Task<(string Name, string? Fault)> CheckAsync(string name, Func<CancellationToken, Task> check, HttpContext http)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(Patience);
        try
        {
            await check(limit.Token);
            return (name, null);
        }
        catch (Exception e)
        {
            // The type alone: a message may name hosts and users, and this page is for anyone.
            return (name, e is NotReadyException ? e.Message : e.GetType().Name);
        }
    }

    /// <summary>A reason of our own, fit for anyone.</summary>
    private sealed class NotReadyException(string message) : Exception(message);
}
