using ActivityCore.Cli.Evidence;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Tasks;
using ActivityCore.Cli.Web;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Runs;

/// <summary>The pages about runs.</summary>
internal static class RunPages
{
    private static readonly RunState[] Filters = [RunState.Completed, RunState.Running, RunState.Failed, RunState.Parked, RunState.NotMatched];

    public static Html List(Page<RunView> page, RunFilter filter)
    {
        var path = filter switch
        {
            { State: { } state } => $"/runs?state={Word.Of(state)}",
            { DefinitionName: { } name } => $"/runs?definition={Uri.EscapeDataString(name)}",
            _ => "/runs",
        };
        return Layout.Page("/runs", "Runs", Html.Of($"""
            <h1>Runs</h1>
            {Layout.States("/runs", Filters)}
            {Table(page.Items)}
            {Layout.Older(path, page.Next)}
            """));
    }

    public static Html Table(IReadOnlyList<RunView> runs) => runs.Count == 0
        ? Html.Of($"<p class=\"muted\">No runs yet. Send an event with <code>activity-core events send</code>.</p>")
        : Html.Of($"""
            <div class="scroll"><table>
            <thead><tr><th>Definition</th><th>Cause</th><th>State</th><th>Tasks</th><th>Why</th><th>When</th></tr></thead>
            <tbody>{runs.Select(Row)}</tbody>
            </table></div>
            """);

    public static Html Show(RunDetailView detail)
    {
        var run = detail.Run;
        return Layout.Page("/runs", $"Run of {run.DefinitionName}", Html.Of($"""
            <h1>{run.DefinitionName} {Layout.Badge(Word.Of(run.State))}</h1>
            <p class="sub">{Cause(run)}</p>
            <p class="why">{Layout.Prose(run.Why)}</p>
            {(RunAdvice.Of(detail) is { } advice ? Html.Of($"<p>{Layout.Prose(advice)}</p>") : Html.Empty)}
            <div class="card"><dl>
            {Layout.Fact("Run", Html.Of($"<code>{run.RunId}</code>"))}
            {Layout.Fact("Definition", Html.Of($"<a href=\"/definitions/{Uri.EscapeDataString(run.DefinitionName)}\">{run.DefinitionName}</a> at <code>{Short(run.DefinitionHash)}</code>"))}
            {Layout.Fact("Occurrence", Html.Of($"<code>{run.Occurrence}</code>"))}
            {Layout.Fact("Now", Html.Of($"{Layout.Time(run.NominalTime)} in every expression"))}
            {Layout.Fact("Decided", Layout.Time(run.DecidedAt))}
            {Layout.Fact(run.State == RunState.Parked ? "Parked" : "Finished", Layout.Time(run.FinishedAt))}
            {Layout.Fact("Workflow", detail.TemporalPage is { } page ? Layout.External(page.AbsoluteUri, "open in Temporal") : Html.Empty)}
            </dl></div>
            {Rules(detail)}
            {(detail.Instructions.Count == 0 ? Html.Empty : Html.Of($"<h2>Instructions</h2>{detail.Instructions.Select(Instruction)}"))}
            {Planned(detail.Planned)}
            <h2>Tasks</h2>
            {(detail.Tasks.Count == 0 ? Html.Of($"<p class=\"muted\">None.</p>") : TaskPages.Table(detail.Tasks, withRun: false))}
            {(detail.Evidence.Count == 0 ? Html.Empty : Html.Of($"<h2>Evidence</h2>{EvidencePages.Table(detail.Evidence, withRun: false)}"))}
            {Context(detail)}
            """));
    }

    /// <summary>A verdict with the condition and every value that it saw.</summary>
    public static Html Rule(RuleView rule) => Html.Of($"""
        <section class="card">
        <div class="rule">{Layout.Badge(Word.Of(rule.Verdict))}<div><b>{rule.RuleId}</b>{(rule.Item is { } item ? Html.Of($" for <code>{item}</code>") : Html.Empty)}<br>{Layout.Prose(rule.Because)}</div></div>
        {Condition(rule.Condition, rule.Leaves)}
        {Leaves(rule.Leaves)}
        </section>
        """);

    private static Html Planned(IReadOnlyList<RunDetailView.PlannedView> tasks) => tasks.Count == 0 ? Html.Empty : Html.Of($"""
        <h2>Tasks that a release makes</h2>
        <div class="scroll"><table>
        <thead><tr><th>Task</th><th>Repository</th><th>Priority</th><th>Rule</th></tr></thead>
        <tbody>{tasks.Select(task => Html.Of($"<tr><td>{task.Title}</td><td>{task.TargetRepo}</td><td>{task.Priority}</td><td>{task.SourceId}</td></tr>"))}</tbody>
        </table></div>
        """);

    // A definition of instructions alone has no rules to speak of.
    private static Html Rules(RunDetailView detail) => detail switch
    {
        { Rules.Count: > 0 } => Html.Of($"<h2>Rules</h2>{detail.Rules.Select(Rule)}"),
        { Instructions.Count: > 0 } => Html.Empty,
        _ => Html.Of($"<h2>Rules</h2><p class=\"muted\">No rule was evaluated.</p>"),
    };

    // The verdict as a rule's, and what came of the action.
    private static Html Instruction(InstructionView instruction) => Html.Of($"""
        <section class="card">
        <div class="rule">{Layout.Badge(Word.Of(instruction.Verdict))}<div><b>{instruction.InstructionId}</b>{(instruction.Item is { } item ? Html.Of($" for <code>{item}</code>") : Html.Empty)}<br>{Layout.Prose(instruction.Because)}</div></div>
        {Condition(instruction.Condition, instruction.Leaves)}
        {Leaves(instruction.Leaves)}
        {(instruction is { Action: { } action, State: { } state } ? Action(instruction, action, Word.Of(state)) : Html.Empty)}
        </section>
        """);

    private static Html Action(InstructionView instruction, string action, string state) => Html.Of($"""
        <dl>
        {Layout.Fact("Action", Html.Of($"<code>{action}</code>"))}
        {Layout.Fact("State", Html.Of($"{Layout.Badge(state)} {Layout.Prose(instruction.Result ?? "")}"))}
        {Layout.Fact("Attempts", $"{instruction.Attempts.Count}")}
        {Layout.Fact("Reference", instruction.Reference is { } reference ? Html.Of($"<code>{reference}</code>") : Html.Empty)}
        </dl>
        {(instruction.Output is { } output ? Html.Of($"<pre>{output}</pre>") : Html.Empty)}
        """);

    public static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;

    // A condition of one comparison is shown as that comparison.
    private static Html Condition(string? condition, IReadOnlyList<RuleView.LeafView> leaves) =>
        condition is null || (leaves is [var only] && string.Equals(only.Text, condition.Trim(), StringComparison.Ordinal)) ? Html.Empty : Html.Of($"<code class=\"condition\">{condition}</code>");

    private static Html Leaves(IReadOnlyList<RuleView.LeafView> leaves) =>
        leaves.Count == 0 ? Html.Empty : Html.Of($"<ul class=\"leaves\">{leaves.Select(Leaf)}</ul>");

    private static Html Leaf(RuleView.LeafView leaf) => Html.Of($"""
        <li>{Layout.Badge(leaf.Outcome)}<span><code>{leaf.Text}</code>{leaf.Values.Select(value => Html.Of($"<br><code class=\"values\">{value.Key} = {value.Value}</code>"))}{(leaf.Note is { } note ? Html.Of($"<br><span class=\"values\">{note}</span>") : Html.Empty)}</span></li>
        """);

    private static Html Row(RunView run) => Html.Of($"""
        <tr><td><a href="/runs/{run.RunId}">{run.DefinitionName}</a></td><td>{CauseInShort(run)}</td><td class="tight">{Layout.Badge(Word.Of(run.State))}</td><td class="number">{run.Tasks}</td><td>{Layout.Prose(run.Why)}</td><td class="tight">{Layout.Time(run.CreatedAt)}</td></tr>
        """);

    private static Html CauseInShort(RunView run) => run.EventId is { } id
        ? Html.Of($"<a href=\"/events/{id.ToString("D")}\">{Layout.Dotted(run.EventType ?? "event")}</a>")
        : Html.Of($"{run.OccurrenceKind}");

    private static Html Cause(RunView run) => run.EventId is { } id
        ? Html.Of($"because of <a href=\"/events/{id.ToString("D")}\">{run.EventType ?? "event"}</a> of {run.EventPublisher}")
        : Html.Of($"{run.OccurrenceKind} run, {Layout.Time(run.NominalTime)}");

    private static Html Context(RunDetailView detail) => detail.Context is { } context
        ? Html.Of($"<h2>Context that the rules saw</h2>{Notes(detail.ContextNotes)}<pre>{Pretty.Json(context)}</pre>")
        : Html.Empty;

    private static Html Notes(IReadOnlyDictionary<string, string>? notes) => notes is null
        ? Html.Empty
        : Html.Of($"<div class=\"card\"><dl>{notes.Select(note => Layout.Fact(note.Key, Layout.Prose(note.Value)))}</dl></div>");
}
