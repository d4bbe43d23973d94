using System.Text.Json;

namespace ActivityCore.Sandbox.StateHub;

/// <summary>Repositories as an organisation may have them: most in order, some with an SBOM that is too old, one archived, one never scanned.</summary>
internal static class SampleRepositories
{
    private static readonly (string Slug, string Domain, int? SbomAgeInDays, bool Archived)[] All =
    [
        ("ledger-api", "payments", 41, false),
        ("ledger-ui", "payments", 3, false),
        ("state-hub", "custodian", 12, false),
        ("issue-core", "custodian", 95, false),
        ("ops-inventory", "operations", 33, false),
        ("old-website", "marketing", 400, true),
        ("prototype", "tools", null, false),
    ];

    /// <summary>Ages count from the day of <paramref name="now"/>.</summary>
    public static void Register(StateHubBook book, DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        foreach (var (slug, domain, age, archived) in All)
        {
            book.Register(JsonSerializer.SerializeToElement(age is { } days
                ? new { slug, domain, archived, last_sbom_at = today.AddDays(-days).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) }
                : (object)new { slug, domain, archived }));
        }
    }
}
