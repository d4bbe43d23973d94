using System.Text.Json.Nodes;

namespace ActivityCore.Context.Inventory;

/// <summary>Where inventory and reality differ. What merely does badly is no drift.</summary>
internal static class DriftFinder
{
    public static IEnumerable<JsonObject> Find(
        OpsInventory inventory, IReadOnlyList<JsonObject> services, IReadOnlyList<JsonObject> endpoints, IReadOnlyList<JsonObject> paths, IReadOnlyList<JsonObject> backups,
        IReadOnlyCollection<string> running, string at)
    {
        var absent = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (service, fact) in inventory.Services.Zip(services))
        {
            switch (Text(fact, "status"))
            {
                case "absent" when service.ShouldRun:
                    absent.Add(service.Name);
                    yield return Of(service, "service", "missing", "The inventory says that it runs, and it does not answer.");
                    break;
                case "running" or "degraded" when !service.ShouldRun:
                    yield return Of(service, "service", "unexpected", "The inventory says that it is gone, and it answers.");
                    break;
            }
        }

        foreach (var name in running.Where(name => !inventory.Services.Any(service => string.Equals(service.Name, name, StringComparison.Ordinal))))
        {
            yield return Facts.Drift(name, "service", "unexpected", "medium", inventory.Repo, "It runs, and the inventory does not know it.", at);
        }

        foreach (var (endpoint, fact) in inventory.Endpoints.Zip(endpoints))
        {
            if (Text(fact, "reason") is "UnexpectedStatus")
            {
                yield return Of(endpoint, "endpoint", "changed", $"It answers with {fact["status_code"]}.");
            }
            else if (fact["reachable"]!.GetValue<bool>() is false && !absent.Contains(endpoint.Service ?? ""))
            {
                yield return Of(endpoint, "endpoint", "missing", $"It does not answer ({Text(fact, "reason")}).");
            }
        }

        foreach (var (path, fact) in inventory.AccessPaths.Zip(paths))
        {
            if (fact["ok"]!.GetValue<bool>() is false && Text(fact, "outcome") is not ("not-allowed" or "unknown") and { } outcome)
            {
                yield return Of(path, "access-path", path.ShouldBeOpen ? "missing" : "unexpected", $"The inventory says {(path.ShouldBeOpen ? "open" : "closed")}, and it is {outcome}.");
            }
        }

        foreach (var (backup, fact) in inventory.Backups.Zip(backups))
        {
            if (Text(fact, "reason") is "NoFile" or "FolderMissing")
            {
                yield return Of(backup, "backup", "missing", "There is no file of this backup.");
            }
        }

        JsonObject Of(InventoryEntity entity, string kind, string drift, string detail) => Facts.Drift(entity.Name, kind, drift, entity.Severity, inventory.Repo, detail, at);
    }

    private static string? Text(JsonObject fact, string member) => fact[member]?.GetValue<string>();
}
