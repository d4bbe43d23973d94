using ActivityCore.Cli.Events;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Runs;
using ActivityCore.Cli.Web;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Cli.Tasks;

/// <summary>The pages about tasks.</summary>
internal static class TaskPages
{
    public static Html List(Page<TaskView> page, TaskState? state) => Layout.Page("/tasks", "Tasks", Html.Of($"""
        <h1>Tasks</h1>
        {Layout.States("/tasks", Enum.GetValues<TaskState>())}
        {(page.Items.Count == 0 ? Html.Of($"<p class=\"muted\">No tasks.</p>") : Table(page.Items, withRun: true))}
        {Layout.Older(state is { } only ? $"/tasks?state={Word.Of(only)}" : "/tasks", page.Next)}
        """));

    public static Html Table(IReadOnlyList<TaskView> tasks, bool withRun) => Html.Of($"""
        <div class="scroll"><table>
        <thead><tr><th>Task</th><th>Repository</th><th>Priority</th><th>Rule</th><th>State</th><th>Reference</th>{(withRun ? Html.Of($"<th>Run</th>") : Html.Empty)}</tr></thead>
        <tbody>{tasks.Select(task => Row(task, withRun))}</tbody>
        </table></div>
        """);

    public static Html Why(string reference, IReadOnlyList<TaskWhyView> tasks) => Layout.Page("/tasks", $"Why {reference}", Html.Of($"""
        {tasks.Select(One)}
        """));

    private static Html One(TaskWhyView why)
    {
        var task = why.Task;
        return Html.Of($"""
            <h1>{task.Title} {Layout.Badge(Word.Of(task.State))}</h1>
            <p class="sub">for {task.TargetRepo} · {task.Priority} · {string.Join(", ", task.Labels)}</p>
            <p class="why">{Layout.Prose(Sentence(why))}</p>
            <div class="card"><dl>
            {Layout.Fact("Reference", task.Reference is { } reference ? Layout.External(task.Url, reference) : Html.Empty)}
            {Layout.Fact("Key", Html.Of($"<code>{task.Key}</code>"))}
            {Layout.Fact("Sink", task.Sink)}
            {Layout.Fact("Stands for", why.DuplicateOf is { } first ? Html.Of($"the same problem as <a href=\"/tasks/{first}/why\"><code>{first}</code></a>") : Html.Empty)}
            {Layout.Fact("Last error", task.LastError)}
            {(why.Run is { } run ? Run(run) : Html.Empty)}
            </dl></div>
            {(why.Rule is { } rule ? Html.Of($"<h2>{Source(task)}</h2>{RunPages.Rule(rule)}") : Html.Empty)}
            {(why.Event is { } cause ? Html.Of($"<h2>Event</h2>{EventPages.Card(cause)}") : Html.Empty)}
            <h2>{why.PayloadTitle}</h2>
            <pre>{Pretty.Json(why.Payload)}</pre>
            {Attempts(why.Attempts)}
            """);
    }

    private static string Source(TaskView task) => task.SourceType is "instruction" ? "Instruction" : "Rule";

    private static string Sentence(TaskWhyView why) => why switch
    {
        { Rule: { } rule } => $"{Source(why.Task)} {rule.RuleId}: {rule.Because}",
        _ => $"{why.Task.SourceType} {why.Task.SourceId} asked for it.",
    };

    private static Html Run(RunView run) => Html.Of($"""
        {Layout.Fact("Run", Html.Of($"<a href=\"/runs/{run.RunId}\"><code>{run.RunId}</code></a>"))}
        {Layout.Fact("Definition", Html.Of($"<a href=\"/definitions/{Uri.EscapeDataString(run.DefinitionName)}\">{run.DefinitionName}</a> at <code>{RunPages.Short(run.DefinitionHash)}</code>"))}
        {Layout.Fact("Occurrence", Html.Of($"<code>{run.Occurrence}</code>"))}
        """);

    private static Html Attempts(IReadOnlyList<TaskWhyView.AttemptView> attempts) => attempts.Count == 0 ? Html.Empty : Html.Of($"""
        <h2>Attempts</h2>
        <div class="scroll"><table>
        <thead><tr><th>#</th><th>Sink</th><th>Started</th><th>Outcome</th><th>Detail</th></tr></thead>
        <tbody>{attempts.Select(a => Html.Of($"<tr><td>{a.Number}</td><td>{a.Sink}</td><td>{Layout.Time(a.StartedAt)}</td><td>{Layout.Badge(a.Outcome ?? "no answer recorded")}</td><td>{a.Detail}</td></tr>"))}</tbody>
        </table></div>
        """);

    private static Html Row(TaskView task, bool withRun) => Html.Of($"""
        <tr><td><a href="/tasks/{task.Key}/why">{task.Title}</a></td><td>{task.TargetRepo}</td><td>{task.Priority}</td><td>{task.SourceId}</td><td class="tight">{Layout.Badge(Word.Of(task.State))}{(task is { State: TaskState.DryRun, DuplicateOf: not null } ? " repeat" : "")}</td><td>{Layout.External(task.Url, task.Reference ?? "")}</td>{(withRun ? Html.Of($"<td><a href=\"/runs/{task.RunId}\">run</a></td>") : Html.Empty)}</tr>
        """);
}
