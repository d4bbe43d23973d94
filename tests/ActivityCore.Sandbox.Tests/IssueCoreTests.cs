using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ActivityCore.Sandbox.IssueCore;

namespace ActivityCore.Sandbox.Tests;

public sealed class IssueCoreTests
{
    [Theory]
    [InlineData("Authorization", "Bearer sandbox-key", HttpStatusCode.Created)]
    [InlineData("X-API-Key", "sandbox-key", HttpStatusCode.Created)]
    [InlineData("Authorization", "Bearer other", HttpStatusCode.Unauthorized)]
    [InlineData("X-Nothing", "sandbox-key", HttpStatusCode.Unauthorized)]
    public async Task Post_WithAKey_IsLetInOrNot(string header, string value, HttpStatusCode expected)
    {
        await using var sandbox = await SandboxHost.StartAsync();

        using var answer = await PostAsync(sandbox, Payload(), (header, value));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Post_OfTheDocumentsPayload_AnswersWithIdUrlAndBackend()
    {
        await using var sandbox = await SandboxHost.StartAsync();

        using var answer = await PostAsync(sandbox, Payload(), ("X-API-Key", "sandbox-key"));

        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("ISSUE-1", "sandbox"), (body.GetProperty("issue_id").GetString(), body.GetProperty("backend").GetString()));
        Assert.Equal("Run SBOM rescan for activity-core", Assert.Single(sandbox.Issues.Issues).Task.Title);
    }

    [Theory]
    [InlineData("title", "")]
    [InlineData("priority", "urgent")]
    [InlineData("source_type", "person")]
    public async Task Post_WithAWrongField_IsRefused(string field, string value)
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var payload = Payload();
        payload[field] = value;

        using var answer = await PostAsync(sandbox, payload, ("X-API-Key", "sandbox-key"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Empty(sandbox.Issues.Issues);
    }

    [Theory]
    [InlineData(DedupeRule.None, "event-1", "key-2", 2, 0)]
    [InlineData(DedupeRule.TriggeringEventId, "event-1", "key-2", 1, 1)]
    [InlineData(DedupeRule.IdempotencyKey, "event-1", "key-2", 2, 0)]
    [InlineData(DedupeRule.IdempotencyKey, "event-2", "key-1", 1, 1)]
    public async Task Post_Again_IsARepeatAsTheRuleSays(DedupeRule rule, string secondEvent, string secondKey, int issues, int dropped)
    {
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { Dedupe = rule });
        var second = Payload();
        second["triggering_event_id"] = secondEvent;

        using var first = await PostAsync(sandbox, Payload(), ("X-API-Key", "sandbox-key"), ("Idempotency-Key", "key-1"));
        using var again = await PostAsync(sandbox, second, ("X-API-Key", "sandbox-key"), ("Idempotency-Key", secondKey));

        Assert.Equal((issues, dropped), (sandbox.Issues.Issues.Count, sandbox.Issues.Dropped));
    }

    [Fact]
    public async Task Page_WithHostileContent_EncodesIt()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        var payload = Payload();
        payload["title"] = "<script>alert(1)</script>";
        using var posted = await PostAsync(sandbox, payload, ("X-API-Key", "sandbox-key"));
        using var client = new HttpClient();

        var page = await client.GetStringAsync(sandbox.Address);

        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    internal static Dictionary<string, object?> Payload() => new(StringComparer.Ordinal)
    {
        ["title"] = "Run SBOM rescan for activity-core",
        ["description"] = "",
        ["target_repo"] = "activity-core",
        ["priority"] = "medium",
        ["labels"] = new[] { "sbom", "security", "automated" },
        ["due_in_days"] = null,
        ["source_type"] = "rule",
        ["source_id"] = "flag-stale-sbom",
        ["triggering_event_id"] = "event-1",
        ["activity_definition_id"] = "activity-definition-uuid",
    };

    private static async Task<HttpResponseMessage> PostAsync(SandboxHost sandbox, object payload, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = sandbox.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/issues/") { Content = JsonContent.Create(payload) };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await client.SendAsync(request);
    }
}
