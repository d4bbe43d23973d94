using System.Text.RegularExpressions;
using RealComponents;
using Temporalio.DevServer;

namespace Temporalio.Managed.Tests.Wire;

/// <summary>docs/temporal.md says which calls our service answers; here each of them is made.</summary>
public sealed partial class ServedCallsTests
{
    private static readonly string[] Services =
    [
        "temporal.api.workflowservice.v1.WorkflowService",
        "temporal.api.operatorservice.v1.OperatorService",
        "temporal.api.testservice.v1.TestService",
    ];

    [Fact]
    public async Task Page_NamesEveryCallOfTheServicesOnce()
    {
        var upstream = await UpstreamProtos.LoadAsync();
        var defined = Services.SelectMany(service => upstream.Services[service].Keys).Append("Check").Order(StringComparer.Ordinal).ToList();

        var (served, leftOut) = await ReadPageAsync();

        Assert.Equal(defined, served.Concat(leftOut).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Call_ServedOrLeftOut_IsAnsweredAsThePageSays()
    {
        var upstream = await UpstreamProtos.LoadAsync();
        var (served, leftOut) = await ReadPageAsync();
        var options = new TemporalDevServerOptions { TimeSkipping = true };
        await using var server = await TemporalDevServer.StartAsync(options);
        using var http = new HttpClient { BaseAddress = new Uri("http://" + server.Target) };
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var (service, method) in Services.SelectMany(s => upstream.Services[s].Keys.Select(m => (s, m))).Append(("grpc.health.v1.Health", "Check")))
            answers.Add(method, await CallEmptyAsync(http, service, method));

        Assert.All(served, method => Assert.DoesNotContain("12 ", answers[method], StringComparison.Ordinal));
        Assert.All(leftOut, method => Assert.Matches($"^12 unknown method {method} for service [a-z0-9.]+[A-Za-z]+$", answers[method]));
    }

    private static async Task<(List<string> Served, List<string> LeftOut)> ReadPageAsync()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "temporal.md"));
        return (Names(Section("Served")), Names(Section("Left out")));

        string Section(string title)
        {
            var begin = page.IndexOf($"\n## {title}\n", StringComparison.Ordinal) + title.Length + 5;
            return page[begin..page.IndexOf("\n## ", begin, StringComparison.Ordinal)];
        }
    }

    private static List<string> Names(string section) => [.. Quoted().Matches(section).Select(m => m.Groups["name"].Value)];

    [GeneratedRegex("`(?<name>[A-Za-z]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();

    /// <summary>Makes a call with an empty message; the status code and message of the answer.</summary>
    private static async Task<string> CallEmptyAsync(HttpClient http, string service, string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{service}/{method}")
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[5]),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.Add("te", "trailers");
        request.Headers.Add("grpc-timeout", "20S");
        using var response = await http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        return $"{Header("grpc-status")} {Uri.UnescapeDataString(Header("grpc-message"))}";

        string Header(string name) =>
            response.Headers.TryGetValues(name, out var values) || response.TrailingHeaders.TryGetValues(name, out values) ? values.First() : "";
    }
}
