using System.Text;
using System.Text.Json;
using ActivityCore.Events.Nats;
using ActivityCore.Settings;
using ActivityCore.Tasks;
using ActivityCore.Tests.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActivityCore.Tests.Tasks;

public sealed class RestIssueSinkTests : SinkConformance, IAsyncLifetime
{
    private const string Key = "canary-4711-key";
    private readonly HttpMessageInvoker _http = new(IssueSinkFactory.CreateHandler());
    private readonly ManualTimeProvider _time = new(new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero));
    private ScriptedReceiver _receiver = null!;

    public async ValueTask InitializeAsync() => _receiver = await ScriptedReceiver.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _http.Dispose();
    }

    private protected override Task<IIssueSink> CreateAsync() => Task.FromResult<IIssueSink>(CreateSut());

    [Fact]
    public async Task Send_ATask_PostsExactlyTheTenFields()
    {
        var task = Samples.Task(Samples.Event(), title: "Löschen & <prüfen>");

        var created = Assert.IsType<SinkResult.Created>(await CreateSut().SendAsync(task.Key, task.Spec));

        var (path, headers, body) = Assert.Single(_receiver.Requests);
        Assert.Equal("/issues/", path);
        Assert.Equal($"Bearer {Key}", headers["Authorization"]);
        Assert.Equal(task.Key, headers["Idempotency-Key"]);
        Assert.Equal("application/json", headers["Content-Type"]);
        Assert.Equal(
            $$"""
            {"title":"Löschen & <prüfen>","description":"","target_repo":"alpha","priority":"medium","labels":["onboarding","automated"],"due_in_days":null,"source_type":"rule","source_id":"onboard","triggering_event_id":"{{task.Spec.TriggeringEventId}}","activity_definition_id":"{{Samples.DefinitionId}}"}
            """,
            body);
        Assert.Equal(("ISSUE-1", "https://issues.example/1"), (created.Reference, created.Url));
    }

    [Theory]
    [InlineData(200, """{"issue_id":"A-1"}""", "A-1")]
    [InlineData(201, """{"issue_id":" A-1 ","issue_url":"javascript:alert(1)"}""", "A-1")]
    [InlineData(202, """{"issue_id":17}""", "17")]
    public async Task Send_AcceptedWithAnIssueId_IsCreated(int status, string body, string reference)
    {
        _receiver.Always(status, body);

        Assert.Equal(new SinkResult.Created(reference), await SendAsync());
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(201, "{}")]
    [InlineData(201, """{"issue_id":null}""")]
    [InlineData(201, """{"issue_id":"  "}""")]
    [InlineData(201, """{"issue_id":{"a":1}}""")]
    [InlineData(201, """{"issue_id":"a\nb"}""")]
    [InlineData(201, """{"issue_id":"\ud800"}""")]
    [InlineData(200, "[1]")]
    [InlineData(200, "<html><body>Welcome</body></html>")]
    [InlineData(204, "")]
    [InlineData(401, "")]
    [InlineData(403, "")]
    [InlineData(408, "")]
    [InlineData(409, "")]
    [InlineData(425, "")]
    [InlineData(429, "")]
    [InlineData(500, "oops")]
    [InlineData(502, "<html>Bad gateway</html>")]
    [InlineData(503, "")]
    [InlineData(504, "")]
    [InlineData(599, "")]
    public async Task Send_AnsweredByWhatMayPass_IsToBeRetried(int status, string body)
    {
        _receiver.Answer = async (context, _) =>
        {
            context.Response.StatusCode = status;
            if (body.Length > 0)
            {
                context.Response.ContentType = body[0] == '<' ? "text/html" : "application/json";
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
            }
        };

        var retry = Assert.IsType<SinkResult.Retry>(await SendAsync());

        Assert.StartsWith($"{status}", retry.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("<html>", retry.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    [InlineData(400)]
    [InlineData(402)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    [InlineData(413)]
    [InlineData(415)]
    [InlineData(422)]
    [InlineData(451)]
    public async Task Send_AnsweredByWhatNeverPasses_IsRejected(int status)
    {
        _receiver.Always(status, """{"detail":"priority must be one of high, medium, low"}""", "application/json", ("Location", "/elsewhere"));

        var rejected = Assert.IsType<SinkResult.Rejected>(await SendAsync());

        Assert.Equal(status, rejected.Status);
        Assert.Single(_receiver.Requests);
        Assert.Contains(status < 400 ? "redirect" : "priority must be one of", rejected.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Mon, 02 Mar 2026 06:01:30 GMT", 90)]
    [InlineData("Mon, 02 Mar 2026 05:00:00 GMT", 0)]
    [InlineData("999999999", 3600)]
    [InlineData("soon", null)]
    public async Task Send_AnsweredWithRetryAfter_HandsItOnWithinAnHour(string header, int? seconds)
    {
        _receiver.Always(429, "", "text/plain", ("Retry-After", header));

        var retry = Assert.IsType<SinkResult.Retry>(await SendAsync());

        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), retry.After);
    }

    [Fact]
    public async Task Send_AnsweredWithInvalidUtf8_IsToBeRetried()
    {
        _receiver.Answer = async (context, _) => await context.Response.Body.WriteAsync("{\"issue_id\":\"A"u8.ToArray().Concat(new byte[] { 0xFF, 0xFE }).Concat("\"}"u8.ToArray()).ToArray());

        Assert.IsType<SinkResult.Retry>(await SendAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_AnsweredWithAHugeBody_ReadsNoMoreThanAMebibyte(bool declared)
    {
        var sent = 0L;
        _receiver.Answer = async (context, _) =>
        {
            const int chunk = 64 * 1024;
            context.Response.ContentLength = declared ? 1024L * 1024 * 1024 : null;
            try
            {
                for (; sent < 1024L * 1024 * 1024; sent += chunk)
                {
                    await context.Response.Body.WriteAsync(new byte[chunk], context.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                // The client has had enough.
            }
        };

        Assert.Equal(new SinkResult.Retry("200 with more than 1 MiB"), await SendAsync());
        Assert.True(sent < 64 * 1024 * 1024, $"{sent} bytes were taken");
    }

    [Fact]
    public async Task Send_AnsweredByABodyThatNeverEnds_GivesUpInTime()
    {
        _receiver.Answer = async (context, _) =>
        {
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        var task = Samples.Task(Samples.Event());
        var result = await new RestIssueSink(Options(options => options.Timeout = TimeSpan.FromMilliseconds(300)), _http, TimeProvider.System).SendAsync(task.Key, task.Spec);

        Assert.Equal(new SinkResult.Retry("no complete answer within 0.3 s"), result);
    }

    [Fact]
    public async Task Send_ConnectionResetAfterTheServerCommitted_IsToBeRetriedAndGivesOneIssue()
    {
        var first = true;
        _receiver.Answer = async (context, body) =>
        {
            if (first)
            {
                first = false;
                // The issue exists, the answer is lost.
                using var lost = new MemoryStream();
                context.Response.Body = lost;
                await _receiver.AcceptAsync(context, body);
                context.Abort();
                return;
            }

            await _receiver.AcceptAsync(context, body);
        };
        var task = Samples.Task(Samples.Event());
        var sut = CreateSut();

        Assert.IsType<SinkResult.Retry>(await sut.SendAsync(task.Key, task.Spec));
        Assert.Equal("ISSUE-1", Assert.IsType<SinkResult.Created>(await sut.SendAsync(task.Key, task.Spec)).Reference);

        Assert.Equal([task.Key], _receiver.Keys);
    }

    [Fact]
    public async Task Send_NobodyListening_IsToBeRetried()
    {
        await _receiver.DisposeAsync();

        Assert.IsType<SinkResult.Retry>(await SendAsync());
    }

    [Fact]
    public async Task Send_ReceiverSaysTheKeyBack_KeepsItOut()
    {
        _receiver.Always(422, $$"""{"detail":"unknown key {{Key}}, Authorization: Bearer {{Key}}, postgres://u:{{Key}}@db/x"}""");

        var rejected = Assert.IsType<SinkResult.Rejected>(await SendAsync());

        Assert.DoesNotContain(Key, rejected.Reason, StringComparison.Ordinal);
        Assert.Contains("unknown key", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SentEventId_Derived_IsAUuidOfTheTaskAndGoesOverTheWire()
    {
        var sut = new RestIssueSink(Options(options => options.DerivedEventId = true), _http, _time);
        var envelope = Samples.Event();
        var (one, two) = (Samples.Task(envelope, "0"), Samples.Task(envelope, "1"));

        await sut.SendAsync(one.Key, one.Spec with { TriggeringEventId = sut.SentEventId(one) });

        Assert.NotEqual(sut.SentEventId(one), sut.SentEventId(two));
        Assert.Equal('5', sut.SentEventId(one)[14]);
        Assert.True(_receiver.Requests.TryDequeue(out var request));
        using var body = JsonDocument.Parse(request.Body);
        Assert.Equal(sut.SentEventId(one), body.RootElement.GetProperty("triggering_event_id").GetString());
    }

    [Fact]
    public async Task Create_KeyWithANewlineFromASecretFile_IsTrimmed()
    {
        var task = Samples.Task(Samples.Event());

        await new RestIssueSink(Options(options => options.IssueCoreApiKey = $" {Key}\n"), _http, _time).SendAsync(task.Key, task.Spec);

        Assert.Equal($"Bearer {Key}", Assert.Single(_receiver.Requests).Headers["Authorization"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public void Create_WithoutAKey_NamesTheVariable(string? key)
    {
        var error = Assert.Throws<SinkConfigurationException>(() => Factory(Options(options => options.IssueCoreApiKey = key)).Create());

        Assert.Equal("ISSUE_SINK_TYPE=rest needs ISSUE_CORE_API_KEY, the key that the receiver shares with this program. Set it, or use ISSUE_SINK_TYPE=null for a dry run.", error.Message);
    }

    [Theory]
    [InlineData("canary-4711\r\nX-Evil: 1")]
    [InlineData("canary 4711")]
    [InlineData("canary-4711-ä")]
    public void Create_KeyThatNoHeaderMayHold_NamesTheVariableAndNotTheValue(string key)
    {
        var error = Assert.Throws<SinkConfigurationException>(() => Factory(Options(options => options.IssueCoreApiKey = key)).Create());

        Assert.Contains("ISSUE_CORE_API_KEY", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "needs ISSUE_CORE_URL")]
    [InlineData("issue-core:8080", "absolute http or https")]
    [InlineData("ftp://issue-core/", "absolute http or https")]
    [InlineData("https://user:canary-4711@issue-core/", "neither user, query nor fragment")]
    [InlineData("https://issue-core/?token=canary-4711", "neither user, query nor fragment")]
    public void Create_WithAnAddressThatCannotBe_SaysWhatItMustBe(string? address, string expected)
    {
        var error = Assert.Throws<SinkConfigurationException>(() => Factory(Options(options => options.IssueCoreUrl = address)).Create());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nats", "NATS_URL")]
    [InlineData("smtp", "must be null, rest or nats")]
    public void Create_AnotherType_SaysWhichThereAre(string type, string expected) =>
        Assert.Contains(expected, Assert.Throws<SinkConfigurationException>(() => Factory(Options()).Create(type)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Send_BelowABasePath_KeepsThePath()
    {
        var task = Samples.Task(Samples.Event());

        await new RestIssueSink(Options(options => options.IssueCoreUrl = $"{_receiver.Address}tracker/"), _http, _time).SendAsync(task.Key, task.Spec);

        Assert.Equal("/tracker/issues/", Assert.Single(_receiver.Requests).Path);
    }

    private IssueSinkFactory Factory(IssueSinkOptions options) => new(options, _time, new NatsLink(new NatsSettings(), _time, NullLogger<NatsLink>.Instance));

    private RestIssueSink CreateSut() => new(Options(), _http, _time);

    private async Task<SinkResult> SendAsync()
    {
        var task = Samples.Task(Samples.Event());
        return await CreateSut().SendAsync(task.Key, task.Spec);
    }

    private IssueSinkOptions Options(Action<IssueSinkOptions>? change = null)
    {
        var options = new IssueSinkOptions { Type = "rest", IssueCoreUrl = _receiver.Address.ToString(), IssueCoreApiKey = Key };
        change?.Invoke(options);
        return options;
    }
}
