using ActivityCore.Cli.Web;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;

namespace ActivityCore.Cli.Temporal.Inspection;

/// <summary>The schedules of a namespace, and one of them.</summary>
internal static class SchedulePages
{
    private const int PageSize = 50;

    public static Task<IResult> ListAsync(HttpContext http, InspectionAddress at) => InspectionReply.AnswerAsync(http, async () =>
    {
        var found = await InspectionReply.Calls(http).ListSchedulesAsync(
            new ListSchedulesRequest { Namespace = at.Namespace, MaximumPageSize = PageSize, NextPageToken = InspectionReply.Token(http) }, InspectionReply.Options(http));
        return (TemporalJson.Of(found), () => InspectionReply.Page(at, "Schedules", List(at, found), schedules: true));
    });

    public static Task<IResult> ShowAsync(HttpContext http, InspectionAddress at) => InspectionReply.AnswerAsync(http, async () =>
    {
        var found = await InspectionReply.Calls(http).DescribeScheduleAsync(
            new DescribeScheduleRequest { Namespace = at.Namespace, ScheduleId = at.Id }, InspectionReply.Options(http));
        return (TemporalJson.Of(found), () => InspectionReply.Page(at, at.Id, Show(at, found), schedules: true));
    });

    private static Html List(InspectionAddress at, ListSchedulesResponse found) => found.Schedules.Count == 0
        ? Html.Of($"<h1>Schedules</h1><p class=\"muted\">There is none.</p>")
        : Html.Of($"""
            <h1>Schedules</h1>
            <div class="scroll"><table>
            <thead><tr><th>State</th><th>Schedule</th><th>Workflow type</th><th>Next</th><th>Last</th><th>Notes</th></tr></thead>
            <tbody>{found.Schedules.Select(row => Html.Of($"""
                <tr><td>{State(row.Info.Paused)}</td><td><a href="{at.Schedule(row.ScheduleId)}"><code>{row.ScheduleId}</code></a></td><td>{row.Info.WorkflowType?.Name}</td>
                <td class="tight">{InspectionReply.Time(row.Info.FutureActionTimes.FirstOrDefault())}</td><td class="tight">{InspectionReply.Time(row.Info.RecentActions.LastOrDefault()?.ActualTime)}</td><td>{row.Info.Notes}</td></tr>
                """))}</tbody>
            </table></div>
            {InspectionReply.Next(at.Schedules, found.NextPageToken, "More")}
            """);

    private static Html Show(InspectionAddress at, DescribeScheduleResponse found)
    {
        var (schedule, info) = (found.Schedule, found.Info);
        return Html.Of($"""
            <h1>{at.Id} {State(schedule.State?.Paused == true)}</h1>
            <p class="sub">{schedule.Action?.StartWorkflow?.WorkflowType?.Name}</p>
            <div class="card"><dl>
            {Layout.Fact("Notes", schedule.State?.Notes)}
            {Layout.Fact("Overlap", schedule.Policies is { } policies ? Output.Word.Of(policies.OverlapPolicy).Replace('_', ' ') : null)}
            {Layout.Fact("Catch-up", schedule.Policies?.CatchupWindow?.ToTimeSpan().ToString("c"))}
            {Layout.Fact("Left", schedule.State?.LimitedActions == true ? $"{schedule.State.RemainingActions} actions" : null)}
            {Layout.Fact("Actions", $"{info.ActionCount} taken, {info.OverlapSkipped} skipped for overlap, {info.MissedCatchupWindow} missed")}
            {Layout.Fact("Created", InspectionReply.Time(info.CreateTime))}
            {Layout.Fact("Changed", InspectionReply.Time(info.UpdateTime))}
            {Layout.Fact("Next", Html.Join(info.FutureActionTimes.Select(Line)))}
            {Layout.Fact("Running", Html.Join(info.RunningWorkflows.Select(run => Link(at, run))))}
            </dl></div>
            <h2>Recent actions</h2>
            {(info.RecentActions.Count == 0 ? Html.Of($"<p class=\"muted\">None yet.</p>") : Recent(at, info.RecentActions))}
            <h2>Spec</h2>
            {TemporalJson.Text(schedule.Spec)}
            <h2>Action</h2>
            {TemporalJson.Text(schedule.Action)}
            """);
    }

    private static Html Recent(InspectionAddress at, IEnumerable<ScheduleActionResult> actions) => Html.Of($"""
        <div class="scroll"><table>
        <thead><tr><th>Due</th><th>Taken</th><th>Workflow</th></tr></thead>
        <tbody>{actions.Reverse().Select(action => Html.Of($"""
            <tr><td class="tight">{InspectionReply.Time(action.ScheduleTime)}</td><td class="tight">{InspectionReply.Time(action.ActualTime)}</td>
            <td>{(action.StartWorkflowResult is { } run ? Link(at, run) : Html.Empty)}</td></tr>
            """))}</tbody>
        </table></div>
        """);

    private static Html Link(InspectionAddress at, Temporalio.Api.Common.V1.WorkflowExecution run) =>
        Html.Of($"<a href=\"{at.Workflow(run.WorkflowId, run.RunId)}\"><code>{run.WorkflowId}</code></a><br>");

    private static Html Line(Timestamp time) => Html.Of($"{InspectionReply.Time(time)}<br>");

    private static Html State(bool paused) => Layout.Badge(paused ? "paused" : "running");
}
