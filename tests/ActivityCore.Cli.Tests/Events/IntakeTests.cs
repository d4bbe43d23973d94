using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ActivityCore.Cli.Tests.Dev;
using ActivityCore.Events;

namespace ActivityCore.Cli.Tests.Events;

public sealed class IntakeTests
{
    [Fact]
    public async Task Post_Envelope_IsStoredAndRepeatedWithoutEffect()
    {
        await using var dev = await DevHost.StartAsync();
        var id = Guid.NewGuid();

        using var first = await PostAsync(dev, Envelopes.RepoRegistered(id));
        using var again = await PostAsync(dev, Envelopes.RepoRegistered(id));
        using var other = await PostAsync(dev, Envelopes.RepoRegistered(id, slug: "another"));

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal($"/events/{id:D}", first.Headers.Location?.OriginalString);
        Assert.Equal((id, false, false), await ReceiptAsync(first));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal((id, true, false), await ReceiptAsync(again));
        Assert.Equal((id, true, true), await ReceiptAsync(other));
        using var stored = await dev.Client.GetAsync(first.Headers.Location);
        Assert.Equal("ledger-api", (await JsonAsync(stored)).GetProperty("event").GetProperty("attributes").GetProperty("repo_slug").GetString());
    }

    [Theory]
    [InlineData("{\"id\":", "application/json", 400)]
    [InlineData("[]", "application/json", 400)]
    [InlineData("{}", "application/json", 400)]
    [InlineData("{\"id\":\"x\",\"id\":\"y\"}", "application/json", 400)]
    [InlineData("{}", "text/plain", 415)]
    [InlineData("a=b", "application/x-www-form-urlencoded", 415)]
    [InlineData("{}", null, 415)]
    public async Task Post_BadInput_IsAProblemAndNothingIsStored(string body, string? contentType, int status)
    {
        await using var dev = await DevHost.StartAsync();

        using var answer = await PostAsync(dev, body, contentType);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await JsonAsync(answer);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Empty((await JsonAsync(await dev.Client.GetAsync(new Uri("/events", UriKind.Relative)))).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_MoreThanAnEnvelopeMayHave_Is413(bool chunked)
    {
        await using var dev = await DevHost.StartAsync();
        using var content = new StringContent(new string(' ', EnvelopeReader.MaxBytes + 1), Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/events") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await dev.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("/events?limit=0")]
    [InlineData("/runs?state=sleeping")]
    [InlineData("/tasks?before=x")]
    [InlineData("/runs?since=yesterday")]
    [InlineData("/runs?status=failed")]
    public async Task Get_BadQuery_Is400WithTheCure(string path)
    {
        await using var dev = await DevHost.StartAsync();

        using var answer = await dev.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEmpty((await JsonAsync(answer)).GetProperty("detail").GetString()!);
    }

    [Theory]
    [InlineData("/events/00000000-0000-0000-0000-000000000001")]
    [InlineData("/runs/act-none")]
    [InlineData("/tasks/none/why")]
    [InlineData("/definitions/none")]
    [InlineData("/nothing/here")]
    public async Task Get_WhatIsNotThere_Is404AsPageAndAsProblem(string path)
    {
        await using var dev = await DevHost.StartAsync();

        using var problem = await dev.Client.GetAsync(new Uri(path, UriKind.Relative));
        using var pageRequest = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
        using var page = await dev.Client.SendAsync(pageRequest);

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (problem.StatusCode, problem.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Readyz_Verbose_NamesEveryDependency()
    {
        await using var dev = await DevHost.StartAsync();

        // It is ready, and what a busy machine does not say within three seconds is said at the next look.
        var text = "";
        for (var attempt = 0; attempt < 20 && !text.EndsWith("\nready\n", StringComparison.Ordinal); attempt++)
        {
            using var answer = await dev.Client.GetAsync(new Uri("/readyz?verbose", UriKind.Relative));
            text = await answer.Content.ReadAsStringAsync();
        }

        Assert.Equal("[+]storage ok\n[+]temporal ok\n[+]definitions ok\nready\n", text);
    }

    private static Task<HttpResponseMessage> PostAsync(DevHost dev, string body, string? contentType = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = contentType is null ? null : new(contentType);
        return dev.Client.PostAsync(new Uri("/events", UriKind.Relative), content);
    }

    private static async Task<(Guid Id, bool Duplicate, bool Conflict)> ReceiptAsync(HttpResponseMessage answer)
    {
        var receipt = await JsonAsync(answer);
        return (receipt.GetProperty("id").GetGuid(), receipt.GetProperty("duplicate").GetBoolean(), receipt.GetProperty("conflict").GetBoolean());
    }

    private static Task<JsonElement> JsonAsync(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>();
}
