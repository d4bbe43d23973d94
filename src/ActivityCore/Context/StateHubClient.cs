using System.Globalization;
using System.Net;
using System.Text.Json;

namespace ActivityCore.Context;

/// <summary>
/// Reads from State Hub within bounds: 10 s, 4 MiB, 64 levels of JSON; no redirects, no proxy. Retries belong to Temporal. Safe to share.
/// </summary>
internal sealed class StateHubClient(IHttpClientFactory clients, Uri? baseAddress)
{
    public const string HttpClientName = "state-hub";
    public const int MaxBytes = 4 * 1024 * 1024;
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private const int MaxDepth = 64;

    /// <summary>The answer to a GET below the base address, as JSON.</summary>
    public async Task<ContextAnswer> GetAsync(string path, CancellationToken cancellationToken)
    {
        var (response, failure) = await SendAsync(path, cancellationToken);
        if (response is null)
        {
            return failure!;
        }

        using (response)
        {
            if (!response.IsSuccessStatusCode)
            {
                return Explain(path, response);
            }

            try
            {
                using var document = await JsonDocument.ParseAsync(
                    await response.Content.ReadAsStreamAsync(cancellationToken), new JsonDocumentOptions { MaxDepth = MaxDepth }, cancellationToken);
                return new ContextAnswer.Found(document.RootElement.Clone());
            }
            catch (JsonException)
            {
                return new ContextAnswer.Refused($"State Hub's answer to GET {path} is not JSON.");
            }
        }
    }

    /// <summary>The status of a GET, whatever it is; null with the reason where there was no answer at all.</summary>
    public async Task<(int? Status, string? Reason)> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        var (response, failure) = await SendAsync(path, cancellationToken);
        if (response is null)
        {
            return (null, failure switch { ContextAnswer.Unavailable u => u.Reason, ContextAnswer.Refused r => r.Reason, _ => null });
        }

        using (response)
        {
            return ((int)response.StatusCode, null);
        }
    }

    private async Task<(HttpResponseMessage? Response, ContextAnswer? Failure)> SendAsync(string path, CancellationToken cancellationToken)
    {
        if (baseAddress is null)
        {
            return (null, new ContextAnswer.Refused("STATE_HUB_URL is not set; set it to State Hub's base address."));
        }

        var address = new Uri($"{baseAddress.AbsoluteUri.TrimEnd('/')}/{path}");
        try
        {
            var client = clients.CreateClient(HttpClientName);
            return (await client.GetAsync(address, HttpCompletionOption.ResponseContentRead, cancellationToken), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new ContextAnswer.Unavailable(string.Create(CultureInfo.InvariantCulture, $"State Hub did not answer GET {path} within {Timeout.TotalSeconds} s.")));
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return (null, new ContextAnswer.Refused($"State Hub's answer to GET {path} is larger than {MaxBytes} bytes."));
        }
        catch (HttpRequestException e)
        {
            return (null, new ContextAnswer.Unavailable($"State Hub cannot be reached ({e.HttpRequestError})."));
        }
    }

    private static ContextAnswer Explain(string path, HttpResponseMessage response)
    {
        var reason = $"State Hub answered GET {path} with {(int)response.StatusCode}.";
        return response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.RequestTimeout
            or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or (HttpStatusCode)425 or >= HttpStatusCode.InternalServerError
            ? new ContextAnswer.Unavailable(reason, response.Headers.RetryAfter?.Delta)
            : new ContextAnswer.Refused(reason);
    }
}
