using System.Globalization;
using System.Text;
using System.Text.Json;
using ActivityCore.Http;
using ActivityCore.Storage;

namespace ActivityCore.Instructions;

/// <summary>Sends requests to named endpoints. The instruction's key is the <c>Idempotency-Key</c>, the same in every attempt.</summary>
internal sealed class HttpRunner(HttpEndpoints endpoints) : IInstructionRunner
{
    private const int ShownBody = 300;

    public InstructionKind Kind => InstructionKind.Http;

    public async Task<InstructionOutcome> RunAsync(InstructionCall call, CancellationToken cancellationToken)
    {
        var plan = call.Plan.Http!;
        if (endpoints.Find(plan.Endpoint) is not { } endpoint)
        {
            return new InstructionOutcome.Failed(
                $"The endpoint `{plan.Endpoint}` is not known to this worker: add it to the file that HTTP_ENDPOINTS_FILE names, with the method {plan.Method}, and start the worker again.");
        }

        var request = new HttpEndpointRequest
        {
            Method = plan.Method,
            Path = plan.Path,
            Query = plan.Query,
            Headers = new Dictionary<string, string>(plan.Headers, StringComparer.Ordinal) { ["Idempotency-Key"] = call.Plan.Key },
            Json = plan.Body is { } body ? JsonSerializer.SerializeToUtf8Bytes(body, AuditJson.Options) : null,
            Timeout = call.Timeout,
        };
        return await endpoints.SendAsync(endpoint, request, cancellationToken) switch
        {
            HttpEndpointAnswer.Answered { IsSuccess: true } done => new InstructionOutcome.Succeeded($"{done.Status} from {plan.Endpoint}")
            {
                Result = done.Body,
                Withhold = endpoint.Credential is { } credential ? credential.Withhold : null,
                Output = Text(endpoint, done, InstructionLimits.MaxKeptOutput),
            },
            HttpEndpointAnswer.Answered { IsRetryable: true } later =>
                // A receiver that broke down, and a proxy that speaks for one, do not know what was done; every other status says that nothing was.
                new InstructionOutcome.Retry(Describe(endpoint, later), later.RetryAfter, MayBeDone: later.Status is >= 500 and not 503),
            HttpEndpointAnswer.Answered refused => new InstructionOutcome.Failed(Describe(endpoint, refused)),
            HttpEndpointAnswer.Unavailable gone => new InstructionOutcome.Retry(gone.Reason, MayBeDone: true),
            HttpEndpointAnswer.Refused wrong => new InstructionOutcome.Failed($"{wrong.Reason}."),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not known."),
        };
    }

    private static string Describe(HttpEndpoint endpoint, HttpEndpointAnswer.Answered answer)
    {
        var why = answer.Status switch
        {
            401 or 403 => ": it refuses the credential of the endpoint in HTTP_ENDPOINTS_FILE",
            >= 300 and < 400 => ": it redirects, and redirects are not followed; check the endpoint's url",
            _ => Text(endpoint, answer, ShownBody) is { } text ? $": {text}" : "",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{endpoint.Name} answered {answer.Status}{why}");
    }

    // An HTML page is a proxy's or a framework's, and tells an operator nothing in a line. A receiver may say the credential back to us.
    private static string? Text(HttpEndpoint endpoint, HttpEndpointAnswer.Answered answer, int limit)
    {
        if (answer.Body.IsEmpty || answer.MediaType is not ("application/json" or "application/problem+json" or "text/plain"))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(answer.Body.Span);
        return Redaction.Text(endpoint.Credential?.Withhold(text) ?? text, limit);
    }
}
