using System.Text.Json.Nodes;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Web;
using Microsoft.AspNetCore.Http;
using Temporalio.Api.Common.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace ActivityCore.Cli.Temporal.Inspection;

/// <summary>One run: what it is, what it waits for, and its history.</summary>
internal static class WorkflowPage
{
    private const int EventsPerPage = 200;

    public static Task<IResult> ShowAsync(HttpContext http, InspectionAddress at) => InspectionReply.AnswerAsync(http, async () =>
    {
        var execution = new WorkflowExecution { WorkflowId = at.Id, RunId = at.Run };
        var calls = InspectionReply.Calls(http);
        var run = await calls.DescribeWorkflowExecutionAsync(new DescribeWorkflowExecutionRequest { Namespace = at.Namespace, Execution = execution }, InspectionReply.Options(http));
        // The run that was described, whatever has been started since.
        var history = await calls.GetWorkflowExecutionHistoryAsync(
            new GetWorkflowExecutionHistoryRequest
            {
                Namespace = at.Namespace,
                Execution = run.WorkflowExecutionInfo.Execution,
                MaximumPageSize = EventsPerPage,
                NextPageToken = InspectionReply.Token(http),
            },
            InspectionReply.Options(http));
        return (new JsonObject { ["description"] = TemporalJson.Of(run), ["history"] = TemporalJson.Of(history) }, () => Show(at, run, history));
    });

    private static Html Show(InspectionAddress at, DescribeWorkflowExecutionResponse run, GetWorkflowExecutionHistoryResponse history)
    {
        var info = run.WorkflowExecutionInfo;
        return InspectionReply.Page(at, info.Execution.WorkflowId, Html.Of($"""
            <h1>{info.Execution.WorkflowId} {Layout.Badge(Word.Of(info.Status))}</h1>
            <p class="sub">{info.Type.Name}</p>
            <div class="card"><dl>
            {Layout.Fact("Run", Html.Of($"<code>{info.Execution.RunId}</code>"))}
            {Layout.Fact("Task queue", info.TaskQueue)}
            {Layout.Fact("Started", InspectionReply.Time(info.StartTime))}
            {Layout.Fact("Closed", InspectionReply.Time(info.CloseTime))}
            {Layout.Fact("History", $"{info.HistoryLength} events, {info.HistorySizeBytes} bytes")}
            {Layout.Fact("Parent", info.ParentExecution is { } parent ? Html.Of($"<a href=\"{at.Workflow(parent.WorkflowId, parent.RunId)}\"><code>{parent.WorkflowId}</code></a>") : Html.Empty)}
            {Layout.Fact("Workflow task", run.PendingWorkflowTask is { } task ? $"{Word.Of(task.State)}, attempt {task.Attempt}" : null)}
            {Layout.Fact("Cancel", run.WorkflowExtendedInfo?.CancelRequested == true ? "requested" : null)}
            </dl></div>
            {Activities(run.PendingActivities)}
            {Children(at, run.PendingChildren)}
            {Extra("Search attributes", info.SearchAttributes?.IndexedFields.Count > 0 ? info.SearchAttributes : null)}
            {Extra("Memo", info.Memo?.Fields.Count > 0 ? info.Memo : null)}
            <h2>History</h2>
            <div class="scroll"><table>
            <thead><tr><th>Event</th><th>When</th><th>Type</th><th>Attributes</th></tr></thead>
            <tbody>{history.History.Events.Select(Event)}</tbody>
            </table></div>
            {InspectionReply.Next(at.Workflow(info.Execution.WorkflowId, info.Execution.RunId), history.NextPageToken, "Later events")}
            """));
    }

    private static Html Activities(IReadOnlyCollection<PendingActivityInfo> activities) => activities.Count == 0 ? Html.Empty : Html.Of($"""
        <h2>Pending activities</h2>
        <div class="scroll"><table>
        <thead><tr><th>Activity</th><th>Type</th><th>State</th><th>Attempt</th><th>Next attempt</th><th>Last failure</th></tr></thead>
        <tbody>{activities.Select(a => Html.Of($"""
            <tr><td><code>{a.ActivityId}</code></td><td>{a.ActivityType.Name}</td><td>{Layout.Badge(Word.Of(a.State))}</td>
            <td class="tight">{a.Attempt}{(a.MaximumAttempts > 0 ? $" of {a.MaximumAttempts}" : "")}</td>
            <td class="tight">{InspectionReply.Time(a.NextAttemptScheduleTime)}</td><td>{a.LastFailure?.Message}</td></tr>
            """))}</tbody>
        </table></div>
        """);

    private static Html Children(InspectionAddress at, IReadOnlyCollection<PendingChildExecutionInfo> children) => children.Count == 0 ? Html.Empty : Html.Of($"""
        <h2>Pending children</h2>
        <div class="card">{children.Select(c => Html.Of($"<p><a href=\"{at.Workflow(c.WorkflowId, c.RunId)}\"><code>{c.WorkflowId}</code></a> {c.WorkflowTypeName}</p>"))}</div>
        """);

    private static Html Extra(string title, Google.Protobuf.IMessage? message) =>
        message is null ? Html.Empty : Html.Of($"<h2>{title}</h2>{TemporalJson.Text(message)}");

    private static Html Event(HistoryEvent e)
    {
        // The one member that is named for the type holds all that differs between events.
        var attributes = TemporalJson.Of(e).AsObject().FirstOrDefault(member => member.Key.EndsWith("EventAttributes", StringComparison.Ordinal)).Value;
        return Html.Of($"""
            <tr id="{e.EventId}"><td class="number">{e.EventId}</td><td class="tight">{InspectionReply.Time(e.EventTime)}</td><td>{e.EventType.ToString()}</td>
            <td>{(attributes is JsonObject { Count: > 0 } some ? Html.Of($"<details><summary>show</summary>{TemporalJson.Text(some)}</details>") : Html.Empty)}</td></tr>
            """);
    }
}
