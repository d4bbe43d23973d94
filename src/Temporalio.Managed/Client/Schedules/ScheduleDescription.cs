using Temporalio.Api.WorkflowService.V1;
using Temporalio.Common;
using Temporalio.Converters;

namespace Temporalio.Client.Schedules;

/// <summary>A schedule as it is. Arguments of its action are <see cref="IEncodedRawValue" />.</summary>
public class ScheduleDescription
{
    private readonly Lazy<IReadOnlyDictionary<string, IEncodedRawValue>> _memo;
    private readonly Lazy<SearchAttributeCollection> _searchAttributes;

    internal ScheduleDescription(string id, Schedule schedule, DescribeScheduleResponse rawDescription, DataConverter converter)
    {
        Id = id;
        Schedule = schedule;
        RawDescription = rawDescription;
        Info = ScheduleInfo.FromProto(rawDescription.Info);
        _memo = new(() => (rawDescription.Memo?.Fields ?? []).ToDictionary(
            field => field.Key, IEncodedRawValue (field) => new EncodedRawValue(converter, field.Value), StringComparer.Ordinal));
        _searchAttributes = new(() => rawDescription.SearchAttributes is { } attributes
            ? SearchAttributeCollection.FromProto(attributes)
            : SearchAttributeCollection.Empty);
    }

    /// <summary>The schedule's id.</summary>
    public string Id { get; private init; }

    /// <summary>What it did and will do.</summary>
    public ScheduleInfo Info { get; private init; }

    /// <summary>The memo.</summary>
    public IReadOnlyDictionary<string, IEncodedRawValue> Memo => _memo.Value;

    /// <summary>The schedule.</summary>
    public Schedule Schedule { get; private init; }

    /// <summary>The search attributes.</summary>
    public SearchAttributeCollection TypedSearchAttributes => _searchAttributes.Value;

    /// <summary>The wire form.</summary>
    internal DescribeScheduleResponse RawDescription { get; }
}
