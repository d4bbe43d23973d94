using System.Text.Json.Nodes;
using ActivityCore.Http;

namespace ActivityCore.Context.Inventory;

/// <summary>
/// Compares an inventory with what is there. Every entity comes to a fact: what cannot be reached is a fact too. Looks at 32 at once and for 45 s at
/// most; what is not looked at by then is <c>unknown</c>. Safe to share.
/// </summary>
internal sealed class InventoryProbe(InventoryDiscoverer discoverer, TimeProvider time)
{
    private const int Parallelism = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private static readonly HttpObservation NotLookedAt = new() { Reason = "OutOfTime" };

    public async Task<JsonObject> LookAsync(OpsInventory inventory, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var slots = new SemaphoreSlim(Parallelism, Parallelism);
        var guard = new AddressGuard(inventory.AllowPrivate);
        var http = new HttpProbe(guard, inventory.Timeout, time);
        var tcp = new TcpProbe(guard, inventory.Timeout, time);

        var discovery = Look(
            token => inventory.Discovery is { } asked ? discoverer.LookAsync(asked, inventory.Timeout, token) : Task.FromResult<(IReadOnlyCollection<string>?, string?)>((null, null)),
            (null, "The time was over."));
        var health = inventory.Services.Select(s => s.Health is { } url ? Look<HttpObservation?>(async token => await http.LookAsync(url, token), NotLookedAt) : Task.FromResult<HttpObservation?>(null)).ToArray();
        var answers = inventory.Endpoints.Select(e => Look(token => http.LookAsync(e.Url, token), NotLookedAt)).ToArray();
        var outcomes = inventory.AccessPaths.Select(p => Look(token => tcp.LookAsync(p.Host, p.Port, token), "unknown")).ToArray();
        var files = inventory.Backups.Select(b => Look(token => Task.Run(() => BackupProbe.Look(b.Path, token), token), (null, 0, "OutOfTime"))).ToArray();

        var (running, why) = await discovery;
        var at = time.GetUtcNow();
        return Answer(
            inventory,
            running,
            why,
            at,
            await Task.WhenAll(health),
            await Task.WhenAll(answers),
            await Task.WhenAll(outcomes),
            await Task.WhenAll(files));

        async Task<T> Look<T>(Func<CancellationToken, Task<T>> look, T otherwise)
        {
            try
            {
                await slots.WaitAsync(either.Token);
                try
                {
                    return await look(either.Token);
                }
                finally
                {
                    slots.Release();
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return otherwise;
            }
        }
    }

    private static JsonObject Answer(
        OpsInventory inventory, IReadOnlyCollection<string>? running, string? why, DateTimeOffset now,
        HttpObservation?[] health, HttpObservation[] answers, string[] outcomes, (DateTimeOffset?, long, string?)[] files)
    {
        var at = now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        JsonObject[] services = [.. inventory.Services.Zip(health, (s, seen) => Facts.Service(s, Status(s, seen, running), seen, at))];
        JsonObject[] endpoints = [.. inventory.Endpoints.Zip(answers, (e, seen) => Facts.Endpoint(e, seen, at))];
        JsonObject[] paths = [.. inventory.AccessPaths.Zip(outcomes, (p, outcome) => Facts.AccessPath(p, outcome, at))];
        JsonObject[] backups = [.. inventory.Backups.Zip(files, (b, seen) => Facts.Backup(b, seen, now, at))];
        JsonObject[] drift = [.. DriftFinder.Find(inventory, services, endpoints, paths, backups, running ?? [], at)];
        return new()
        {
            ["observed_at"] = at,
            ["environment"] = inventory.Environment,
            ["repo_slug"] = inventory.Repo,
            ["summary"] = new JsonObject
            {
                ["services"] = services.Length,
                ["services_failing"] = Failing(services, "ok"),
                ["endpoints"] = endpoints.Length,
                ["endpoints_failing"] = Failing(endpoints, "ok"),
                ["access_paths"] = paths.Length,
                ["access_paths_failing"] = Failing(paths, "ok"),
                ["backups"] = backups.Length,
                ["backups_failing"] = Failing(backups, "verified"),
                ["drift"] = drift.Length,
            },
            ["discovery"] = inventory.Discovery is null ? null : new JsonObject { ["available"] = running is not null, ["reason"] = why },
            ["services"] = new JsonArray([.. services]),
            ["endpoints"] = new JsonArray([.. endpoints]),
            ["access_paths"] = new JsonArray([.. paths]),
            ["backups"] = new JsonArray([.. backups]),
            ["drift"] = new JsonArray([.. drift]),
        };
    }

    private static string Status(InventoryService service, HttpObservation? seen, IReadOnlyCollection<string>? running) => seen switch
    {
        null when running is null => "unknown",
        null => running.Contains(service.Name, StringComparer.Ordinal) ? "running" : "absent",
        { Status: < 400 } => "running",
        { Status: not null } => "degraded",
        { Reason: "OutOfTime" or "AddressNotAllowed" } => "unknown",
        _ => "absent",
    };

    private static int Failing(JsonObject[] facts, string member) => facts.Count(fact => !fact[member]!.GetValue<bool>());
}
