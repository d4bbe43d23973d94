using System.Globalization;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Runs;
using Temporalio.Api.Enums.V1;
using Temporalio.Client.Schedules;
using Temporalio.Common;

namespace ActivityCore.Routing.Schedules;

/// <summary>A schedule as a cron trigger wants it: each tick starts a run, pinned to the definition as it is now, without any workflow between.</summary>
internal sealed record DesiredSchedule
{
    private const string OurPause = "Paused by activity-core: ";

    public required string Id { get; init; }

    public required ActivityDefinition Definition { get; init; }

    /// <summary>Without its state, which <see cref="StateFor"/> gives.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>What every workflow of the schedule gets.</summary>
    public required RunInput Input { get; init; }

    /// <summary>To find the schedule by its definition's name.</summary>
    public SearchAttributeCollection SearchAttributes => Attributes(Definition);

    /// <summary>The schedules of all cron triggers, those of disabled definitions included.</summary>
    public static IReadOnlyList<DesiredSchedule> Of(DefinitionCatalog catalog, string taskQueue) =>
    [
        .. from definition in catalog.Definitions
           from trigger in definition.Triggers.OfType<Trigger.OnCron>().Index()
           select Of(definition, trigger.Item, trigger.Index + 1, taskQueue),
    ];

    /// <summary>
    /// Whether it is paused. A disabled definition pauses it, and only that pause is taken back: what a person has paused stays so, with the person's note.
    /// </summary>
    public ScheduleState StateFor(ScheduleState? current) => (Definition.Enabled, current) switch
    {
        (false, _) => new() { Paused = true, Note = $"{OurPause}the definition is disabled in {Definition.File}" },
        (true, { Paused: true } paused) when !IsOurs(paused) => new() { Paused = true, Note = paused.Note },
        _ => new(),
    };

    /// <summary>Whether a person has paused it.</summary>
    public static bool IsHeld(ScheduleState state) => state.Paused && !IsOurs(state);

    private static bool IsOurs(ScheduleState state) => state.Note?.StartsWith(OurPause, StringComparison.Ordinal) == true;

    private static DesiredSchedule Of(ActivityDefinition definition, Trigger.OnCron trigger, int place, string taskQueue)
    {
        var id = ScheduleId.Create(definition.Id, place);
        var input = new RunInput
        {
            Definition = definition.Name,
            DefinitionId = definition.Id,
            DefinitionHash = definition.Hash,
            Occurrence = Occurrence.SeriesOf(definition.Id),
            ResolvesContext = definition.Context.Count > 0,
            Schedule = id,
        };
        var action = ScheduleActionStartWorkflow.Create(
            (RunActivityWorkflow workflow) => workflow.RunAsync(input),
            new(RunId.OfSchedule(definition.Id), taskQueue)
            {
                StaticSummary = string.Create(CultureInfo.InvariantCulture, $"{definition.Name} ← cron {trigger.Expression} ({trigger.TimeZone})"),
                TypedSearchAttributes = Attributes(definition),
            });
        return new()
        {
            Id = id,
            Definition = definition,
            Input = input,
            Schedule = new(action, CronSpec.Of(trigger)) { Policy = new() { Overlap = Overlap(trigger.Overlap), CatchupWindow = trigger.CatchUp } },
        };
    }

    private static SearchAttributeCollection Attributes(ActivityDefinition definition) =>
        new SearchAttributeCollection.Builder().Set(RunSearchAttributes.Definition, definition.Name).ToSearchAttributeCollection();

    private static ScheduleOverlapPolicy Overlap(OverlapPolicy policy) => policy switch
    {
        OverlapPolicy.BufferOne => ScheduleOverlapPolicy.BufferOne,
        OverlapPolicy.BufferAll => ScheduleOverlapPolicy.BufferAll,
        OverlapPolicy.AllowAll => ScheduleOverlapPolicy.AllowAll,
        _ => ScheduleOverlapPolicy.Skip,
    };
}
