using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ActivityCore.Http;
using ActivityCore.Storage;

namespace ActivityCore.Tasks;

/// <summary>
/// issue-core's <c>POST /issues/</c> (the emission boundary document): exactly the ten fields, a bearer key, and the task key as <c>Idempotency-Key</c>.
/// </summary>
internal sealed class RestIssueSink : IIssueSink
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly bool _derivedEventId;
    private readonly Uri _address;
    private readonly string _apiKey;

    public RestIssueSink(IssueSinkOptions options, HttpMessageInvoker http, TimeProvider time)
    {
        _apiKey = ApiKey.Check("ISSUE_CORE_API_KEY", options.IssueCoreApiKey);
        _address = Address(options.IssueCoreUrl);
        _timeout = options.Timeout;
        _derivedEventId = options.DerivedEventId;
        _http = http;
        _time = time;
    }

    public string Type => "rest";

    public bool IsDryRun => false;

    public string SentEventId(PlannedTask task) => _derivedEventId ? Uuid5.Create(task.Key).ToString("D") : task.Spec.TriggeringEventId;

    public async Task<SinkResult> SendAsync(string key, TaskSpec spec, CancellationToken cancellationToken = default)
    {
        using var request = CreateRequest(TaskKeyText.Check(key), spec);
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            var body = await ResponseBody.ReadAsync(response.Content, ResponseBody.DefaultLimit, either.Token);
            return Withhold(RestAnswer.Read(response, body, _time.GetUtcNow()));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SinkResult.Retry($"no complete answer within {_timeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Withhold(new SinkResult.Retry(Failure(e)));
        }
    }

    private HttpRequestMessage CreateRequest(string key, TaskSpec spec)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _address)
        {
            Version = HttpVersion.Version11,
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(spec, Json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _apiKey);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    // A receiver may say the key back to us.
    private SinkResult Withhold(SinkResult result) => result switch
    {
        SinkResult.Retry retry => retry with { Reason = Withhold(retry.Reason) },
        SinkResult.Rejected rejected => rejected with { Reason = Withhold(rejected.Reason) },
        _ => result,
    };

    private string Withhold(string text) => Redaction.Text(text.Replace(_apiKey, "[redacted]", StringComparison.Ordinal), 500);

    // The inner exception says what the network did, the outer one only that something failed.
    private static string Failure(Exception e) => e is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error }
        ? $"{error}: {e.GetBaseException().Message}"
        : $"connection lost: {e.GetBaseException().Message}";

    private static Uri Address(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new SinkConfigurationException("ISSUE_SINK_TYPE=rest needs ISSUE_CORE_URL, the receiver's base address.");
        }

        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new SinkConfigurationException("ISSUE_CORE_URL must be an absolute http or https address.");
        }

        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new SinkConfigurationException("ISSUE_CORE_URL must hold neither user, query nor fragment; the key belongs into ISSUE_CORE_API_KEY.");
        }

        return new Uri($"{url.GetLeftPart(UriPartial.Path).TrimEnd('/')}/issues/");
    }
}
