using System.Text.Json.Nodes;

namespace ActivityCore.Context.Inventory;

/// <summary>The observed entities as rules and evidence see them: members are named as the attributes of the event types <c>ops-*</c>, and each has <c>observed_at</c>.</summary>
internal static class Facts
{
    public static JsonObject Service(InventoryService service, string status, HttpObservation? seen, string at) => new()
    {
        ["service"] = service.Name,
        ["environment"] = service.Environment,
        ["status"] = status,
        ["expected"] = service.ShouldRun ? "running" : "absent",
        ["ok"] = string.Equals(status, service.ShouldRun ? "running" : "absent", StringComparison.Ordinal),
        ["status_code"] = seen?.Status,
        ["reason"] = seen?.Reason,
        ["repo_slug"] = service.Repo,
        ["severity"] = service.Severity,
        ["observed_at"] = at,
    };

    public static JsonObject Endpoint(InventoryEndpoint endpoint, HttpObservation seen, string at)
    {
        var answersAsExpected = endpoint.Status is { } expected ? seen.Status == expected : seen.Status < 400;
        var certificateHolds = seen.TlsDaysLeft is not { } left || left >= endpoint.TlsMinDays;
        return new()
        {
            ["endpoint"] = endpoint.Name,
            ["service"] = endpoint.Service,
            ["reachable"] = seen.Status is not null,
            ["status_code"] = seen.Status,
            ["latency_ms"] = seen.LatencyMs,
            ["tls_days_left"] = seen.TlsDaysLeft,
            ["ok"] = answersAsExpected && certificateHolds,
            ["reason"] = seen.Reason ?? (!answersAsExpected ? "UnexpectedStatus" : certificateHolds ? null : "CertificateExpires"),
            ["repo_slug"] = endpoint.Repo,
            ["severity"] = endpoint.Severity,
            ["observed_at"] = at,
        };
    }

    public static JsonObject AccessPath(InventoryAccessPath path, string outcome, string at) => new()
    {
        ["access_path"] = path.Name,
        ["target"] = path.Target,
        ["outcome"] = outcome,
        ["expected"] = path.ShouldBeOpen ? "open" : "closed",
        ["ok"] = path.ShouldBeOpen ? outcome is "open" : outcome is "refused" or "timeout" or "unresolved" or "unreachable",
        ["repo_slug"] = path.Repo,
        ["severity"] = path.Severity,
        ["observed_at"] = at,
    };

    public static JsonObject Backup(InventoryBackup backup, (DateTimeOffset? WrittenAt, long Bytes, string? Reason) seen, DateTimeOffset now, string at)
    {
        var age = now - seen.WrittenAt;
        var reason = seen.Reason ?? (age > backup.MaxAge ? "TooOld" : seen.Bytes < backup.MinBytes ? "TooSmall" : null);
        return new()
        {
            ["backup"] = backup.Name,
            ["service"] = backup.Service,
            ["verified"] = reason is null,
            ["age_hours"] = age is { } hours ? Math.Round(hours.TotalHours, 1) : null,
            ["reason"] = reason,
            ["repo_slug"] = backup.Repo,
            ["severity"] = backup.Severity,
            ["observed_at"] = at,
        };
    }

    public static JsonObject Drift(string entity, string kind, string drift, string severity, string repo, string detail, string at) => new()
    {
        // Names are unique within their kind alone.
        ["key"] = $"{kind}/{entity}",
        ["entity"] = entity,
        ["entity_kind"] = kind,
        ["drift"] = drift,
        ["severity"] = severity,
        ["repo_slug"] = repo,
        ["detail"] = detail,
        ["observed_at"] = at,
    };
}
