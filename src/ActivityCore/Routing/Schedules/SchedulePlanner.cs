using ActivityCore.Definitions;
using ActivityCore.Runs;
using Temporalio.Client;
using Temporalio.Client.Schedules;

namespace ActivityCore.Routing.Schedules;

/// <summary>Compares the schedules of the service with the definitions. Changes nothing. Safe to share.</summary>
/// <param name="client">The service.</param>
/// <param name="options">The task queue tells installations in a namespace apart: only schedules that were made for this one are looked at.</param>
public sealed class SchedulePlanner(ITemporalClient client, RunOptions options)
{
    private readonly ScheduleDirectory _directory = new(client, options.TaskQueue);

    /// <summary>What differs, in the order in which it is to be mended.</summary>
    /// <exception cref="ArgumentException">The catalog is empty: that is never what anyone means.</exception>
    /// <exception cref="Temporalio.Exceptions.RpcException">The service refused or could not be reached.</exception>
    public async Task<IReadOnlyList<ScheduleChange>> PlanAsync(DefinitionCatalog catalog, CancellationToken cancellationToken = default) =>
        (await CompareAsync(catalog, cancellationToken)).Changes;

    /// <summary>The schedules of this installation as they are, by definition. The list of the service lags a little behind.</summary>
    /// <exception cref="Temporalio.Exceptions.RpcException">The service refused or could not be reached.</exception>
    public async Task<IReadOnlyList<ScheduleStatus>> ListAsync(CancellationToken cancellationToken = default)
    {
        var found = new List<ScheduleStatus>();
        await foreach (var schedule in _directory.ListOwnAsync(cancellationToken))
        {
            found.Add(ScheduleStatus.Of(schedule));
        }

        return [.. found.OrderBy(schedule => schedule.Definition, StringComparer.Ordinal).ThenBy(schedule => schedule.ScheduleId, StringComparer.Ordinal)];
    }

    internal async Task<(IReadOnlyList<ScheduleChange> Changes, IReadOnlyList<ScheduleDescription> Present)> CompareAsync(DefinitionCatalog catalog, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (catalog.Entries.Count == 0)
        {
            throw new ArgumentException("There is no definition.", nameof(catalog));
        }

        var changes = new List<ScheduleChange>();
        var present = new List<ScheduleDescription>();
        var desired = DesiredSchedule.Of(catalog, options.TaskQueue);
        foreach (var wanted in desired)
        {
            var actual = await _directory.FindAsync(wanted.Id, cancellationToken);
            if (actual is not null && await _directory.IsOwnAsync(actual.Memo))
            {
                present.Add(actual);
            }

            if (await CompareAsync(wanted, actual) is { } change)
            {
                changes.Add(change with { Desired = wanted });
            }
        }

        var ids = desired.Select(wanted => wanted.Id).ToHashSet(StringComparer.Ordinal);
        await foreach (var orphan in _directory.ListOwnAsync(cancellationToken))
        {
            if (!ids.Contains(orphan.Id))
            {
                changes.Add(Orphaned(orphan, catalog));
            }
        }

        return (changes, present);
    }

    private async Task<ScheduleChange?> CompareAsync(DesiredSchedule wanted, ScheduleDescription? actual)
    {
        ScheduleChange Change(ScheduleChangeKind kind, string why) => new(kind, wanted.Id, wanted.Definition.Name, why);

        if (actual is null)
        {
            // What never ran needs no schedule to be paused.
            return wanted.Definition.Enabled ? Change(ScheduleChangeKind.Create, $"{wanted.Definition.File} has a cron trigger without a schedule.") : null;
        }

        if (!await _directory.IsOwnAsync(actual.Memo))
        {
            return Change(ScheduleChangeKind.Foreign, $"A schedule of this id was made by somebody else, or for another task queue than {options.TaskQueue}: it is left alone, and {wanted.Definition.Name} does not run.");
        }

        var state = wanted.StateFor(actual.Schedule.State);
        if (await ScheduleDifferences.FindAsync(actual, wanted) is { Count: > 0 } differences)
        {
            return Change(ScheduleChangeKind.Update, $"It differs from {wanted.Definition.File} in: {string.Join(", ", differences)}.");
        }

        return (actual.Schedule.State.Paused, state.Paused) switch
        {
            (false, true) => Change(ScheduleChangeKind.Pause, $"The definition is disabled in {wanted.Definition.File}."),
            (true, false) => Change(ScheduleChangeKind.Resume, $"The definition is enabled in {wanted.Definition.File}."),
            _ when DesiredSchedule.IsHeld(actual.Schedule.State) && wanted.Definition.Enabled =>
                Change(ScheduleChangeKind.Held, $"A person has paused it ({actual.Schedule.State.Note ?? "without a note"}): `temporal schedule toggle --unpause -s {wanted.Id}` lets it run again."),
            _ => null,
        };
    }

    private static ScheduleChange Orphaned(ScheduleDescription orphan, DefinitionCatalog catalog)
    {
        var name = orphan.TypedSearchAttributes.TryGetValue(RunSearchAttributes.Definition, out var known) ? known : "";
        var broken = catalog.Entries.FirstOrDefault(entry => entry.Definition is null);
        return broken is null
            ? new(ScheduleChangeKind.Delete, orphan.Id, name, catalog.Find(ScheduleId.DefinitionOf(orphan.Id)!.Value) is null ? "No file has the definition any more." : "The definition has no such cron trigger any more.")
            : new(ScheduleChangeKind.Keep, orphan.Id, name, $"No file has its trigger, but {broken.File} cannot be read: nothing is deleted until it can.");
    }
}
