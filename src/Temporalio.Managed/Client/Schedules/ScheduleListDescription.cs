using Temporalio.Api.Schedule.V1;
using Temporalio.Common;
using Temporalio.Converters;

namespace Temporalio.Client.Schedules;

/// <summary>A schedule in a list, which shows less than its description and may lag behind.</summary>
public class ScheduleListDescription
{
    private readonly Lazy<IReadOnlyDictionary<string, IEncodedRawValue>> _memo;
    private readonly Lazy<SearchAttributeCollection> _searchAttributes;

    internal ScheduleListDescription(ScheduleListEntry rawEntry, DataConverter converter)
    {
        Id = rawEntry.ScheduleId;
        if (rawEntry.Info is { } info)
        {
            Schedule = ScheduleListSchedule.FromProto(info);
            Info = ScheduleListInfo.FromProto(info);
        }

        _memo = new(() => (rawEntry.Memo?.Fields ?? []).ToDictionary(
            field => field.Key, IEncodedRawValue (field) => new EncodedRawValue(converter, field.Value), StringComparer.Ordinal));
        _searchAttributes = new(() => rawEntry.SearchAttributes is { } attributes
            ? SearchAttributeCollection.FromProto(attributes)
            : SearchAttributeCollection.Empty);
    }

    /// <summary>The schedule's id.</summary>
    public string Id { get; private init; }

    /// <summary>The schedule, if the service lists it.</summary>
    public ScheduleListSchedule? Schedule { get; private init; }

    /// <summary>What it did and will do, if the service lists it.</summary>
    public ScheduleListInfo? Info { get; private init; }

    /// <summary>The memo.</summary>
    public IReadOnlyDictionary<string, IEncodedRawValue> Memo => _memo.Value;

    /// <summary>The search attributes.</summary>
    public SearchAttributeCollection TypedSearchAttributes => _searchAttributes.Value;
}
