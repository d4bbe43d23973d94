using Google.Protobuf;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Api;

internal sealed class HistoryApi(RunEngine engine, NamespaceRegistry namespaces)
{
    private sealed record Page(GetWorkflowExecutionHistoryResponse? Response, Task Changed, string RunId);

    public async Task<GetWorkflowExecutionHistoryResponse> Get(GetWorkflowExecutionHistoryRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var execution = Checks.Execution(request.Execution);
        var token = request.NextPageToken.IsEmpty ? null : HistoryPages.ReadToken(request.NextPageToken);
        if (token is not null && execution.RunId.Length > 0 && !string.Equals(token.RunId, execution.RunId, StringComparison.Ordinal))
            throw Refusals.Invalid("RunId in the request does not match the NextPageToken.");
        var key = new WorkflowKey(ns, execution.WorkflowId);
        var runId = token?.RunId ?? execution.RunId;
        using var hold = engine.Hold(key);
        using var timeout = new CancellationTokenSource(call.LongPoll(TimeProvider.System.GetUtcNow(), ServiceInfo.HistoryWaitTimeout));
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, timeout.Token, engine.Stopping);
        while (true)
        {
            var last = linked.IsCancellationRequested || !request.WaitNewEvent;
            var page = await engine.WithAsync(key, scope => ReadAsync(scope, request, token, runId, last)).ConfigureAwait(false);
            if (page.Response is { } response)
            {
                if (request.HistoryEventFilterType == HistoryEventFilterType.CloseEvent && !OlderClients.FollowsNextRun(call))
                    ShowOlderClose(response.History);
                return response;
            }

            runId = page.RunId;
            token ??= new HistoryToken { RunId = runId, NextEventId = 1, Running = true };
            await page.Changed.WaitAsync(linked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task<GetWorkflowExecutionHistoryReverseResponse> GetReverse(GetWorkflowExecutionHistoryReverseRequest request, CallContext call)
    {
        var ns = namespaces.Get(request.Namespace);
        var execution = Checks.Execution(request.Execution);
        var token = request.NextPageToken.IsEmpty ? null : HistoryPages.ReadToken(request.NextPageToken);
        return await engine.WithAsync(new WorkflowKey(ns, execution.WorkflowId), async scope =>
        {
            var run = scope.Require(token?.RunId ?? execution.RunId);
            await scope.SaveAsync(run).ConfigureAwait(false);
            var to = token?.NextEventId ?? HistoryPages.LastVisible(run.State);
            var from = Math.Max(to - Size(request.MaximumPageSize) + 1, 1);
            var (events, next) = HistoryPages.Read(run, from, to, HistoryPages.MaxPageSize, includeTransient: false);
            // A page that grew too large ended early, but this one must have the newest.
            while (next != 0)
            {
                from = next;
                (events, next) = HistoryPages.Read(run, from, to, HistoryPages.MaxPageSize, includeTransient: false);
            }

            var response = new GetWorkflowExecutionHistoryReverseResponse { History = new History() };
            response.History.Events.AddRange(events.Reverse());
            if (from > 1 && events.Count > 0)
                response.NextPageToken = HistoryPages.Token(new HistoryToken { RunId = run.State.RunId, NextEventId = from - 1 });
            return response;
        }).ConfigureAwait(false);
    }

    private static void ShowOlderClose(History history)
    {
        if (history.Events.Count > 0)
            history.Events[^1] = OlderClients.Close(history.Events[^1]);
    }

    private static int Size(int asked) => asked is > 0 and < HistoryPages.MaxPageSize ? asked : HistoryPages.MaxPageSize;

    private static async Task<Page> ReadAsync(
        WorkflowScope scope, GetWorkflowExecutionHistoryRequest request, HistoryToken? token, string runId, bool answerNow)
    {
        var run = scope.Require(runId);
        var running = run.State.Status == (int)WorkflowExecutionStatus.Running;
        if (request.HistoryEventFilterType == HistoryEventFilterType.CloseEvent)
            return ReadClose(run, running, request, answerNow);
        var from = Math.Max(token?.NextEventId ?? 1, 1);
        var last = token is { ForWorker: true } ? token.LastEventId : HistoryPages.LastVisible(run.State);
        if (request.WaitNewEvent && running && from > last && !answerNow)
            return new Page(null, run.Changed, run.State.RunId);
        // What a reader has seen must survive a crash, so a hand-out is stored before it is shown.
        await scope.SaveAsync(run).ConfigureAwait(false);
        var (events, next) = HistoryPages.Read(run, from, last, Size(request.MaximumPageSize), token is { ForWorker: true });
        var response = new GetWorkflowExecutionHistoryResponse { History = new History() };
        response.History.Events.AddRange(events);
        if (next != 0 || (request.WaitNewEvent && running))
        {
            response.NextPageToken = HistoryPages.Token(new HistoryToken
            {
                RunId = run.State.RunId,
                NextEventId = next != 0 ? next : from + events.Count,
                Running = running,
                ForWorker = token?.ForWorker ?? false,
                LastEventId = token?.LastEventId ?? 0,
            });
        }

        return new Page(response, Task.CompletedTask, run.State.RunId);
    }

    private static Page ReadClose(Run run, bool running, GetWorkflowExecutionHistoryRequest request, bool answerNow)
    {
        if (running && request.WaitNewEvent && !answerNow)
            return new Page(null, run.Changed, run.State.RunId);
        var response = new GetWorkflowExecutionHistoryResponse { History = new History() };
        if (!running && run.Events.Find(run.State.NextEventId - 1) is { } end)
            response.History.Events.Add(end);
        else if (running && request.WaitNewEvent)
            response.NextPageToken = new HistoryToken { RunId = run.State.RunId, NextEventId = 1, Running = true }.ToByteString();
        return new Page(response, Task.CompletedTask, run.State.RunId);
    }
}
