using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Tests.Production;

/// <summary>
/// A receiver that makes one issue for each idempotency key, counts every request, and can keep its answers back: the moment in which a sender
/// cannot know whether it was heard. Senders are told apart by their keys.
/// </summary>
internal sealed class HoldingReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Taken> _issues = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _holdAfter = int.MaxValue;
    private int _requests;

    private HoldingReceiver(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Every issue by its idempotency key.</summary>
    public IReadOnlyDictionary<string, Taken> Issues => _issues;

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>For each sender how many answers it waits for now.</summary>
    public IReadOnlyDictionary<string, int> Held => _held;

    public static async Task<HoldingReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var receiver = new HoldingReceiver(app);
        app.MapPost("/issues/", (HttpRequest request) => receiver.TakeAsync(request));
        await app.StartAsync();
        return receiver;
    }

    /// <summary>After so many issues the answers are kept back.</summary>
    public void HoldAfter(int issues) => Volatile.Write(ref _holdAfter, issues);

    /// <summary>Every answer goes out, now and from now on.</summary>
    public void Release() => _released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        Interlocked.Increment(ref _requests);
        var sender = request.Headers.Authorization.ToString()["Bearer ".Length..];
        var issue = _issues.AddOrUpdate(
            request.Headers["Idempotency-Key"].Single()!,
            _ => new Taken(string.Create(CultureInfo.InvariantCulture, $"ISSUE-{Guid.NewGuid():N}"), 1),
            (_, known) => known with { Requests = known.Requests + 1 });
        if (_issues.Count > Volatile.Read(ref _holdAfter) && !_released.Task.IsCompleted)
        {
            _held.AddOrUpdate(sender, 1, (_, count) => count + 1);
            await _released.Task;
        }

        return Results.Json(
            new { issue_id = issue.Id, issue_url = $"{Address}{issue.Id}", backend = "test" },
            statusCode: issue.Requests == 1 ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    /// <summary>An issue, and how often it was asked for.</summary>
    internal sealed record Taken(string Id, int Requests);
}
