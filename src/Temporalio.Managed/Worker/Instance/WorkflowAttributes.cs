using Temporalio.Api.Common.V1;
using Temporalio.Api.History.V1;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Workflows;

namespace Temporalio.Worker.Instance;

/// <summary>Memo and search attributes of a run, as it sees them. Read when asked for.</summary>
internal sealed class WorkflowAttributes(WorkflowExecutionStartedEventAttributes started, IPayloadConverter converter)
{
    private Dictionary<string, IRawValue>? _memo;
    private SearchAttributeCollection? _searchAttributes;

    public Dictionary<string, IRawValue> Memo => _memo ??= (started.Memo?.Fields ?? []).ToDictionary(
        f => f.Key, f => (IRawValue)new RawValue(f.Value), StringComparer.Ordinal);

    public SearchAttributeCollection SearchAttributes => _searchAttributes ??=
        SearchAttributeCollection.FromProto(started.SearchAttributes ?? new());

    /// <exception cref="ArgumentException">No change, a key twice, or a value that cannot be converted.</exception>
    public Memo Apply(IReadOnlyCollection<MemoUpdate> updates)
    {
        if (updates.Count == 0)
        {
            throw new ArgumentException("At least one update required", nameof(updates));
        }
        var upserted = new Memo();
        foreach (var update in updates)
        {
            if (upserted.Fields.ContainsKey(update.UntypedKey))
            {
                throw new ArgumentException($"Multiple updates seen for key {update.UntypedKey}", nameof(updates));
            }
            upserted.Fields.Add(update.UntypedKey, Convert(update));
        }
        foreach (var update in updates)
        {
            if (update.HasValue)
            {
                // A copy: encoding changes the payload of the command in place.
                Memo[update.UntypedKey] = new RawValue(upserted.Fields[update.UntypedKey].Clone());
            }
            else
            {
                Memo.Remove(update.UntypedKey);
            }
        }
        return upserted;
    }

    /// <exception cref="ArgumentException">No change, or a key twice.</exception>
    public SearchAttributes Apply(IReadOnlyCollection<SearchAttributeUpdate> updates)
    {
        if (updates.Count == 0)
        {
            throw new ArgumentException("At least one update required", nameof(updates));
        }
        SearchAttributes.ApplyUpdates(updates);
        var upserted = new SearchAttributes();
        foreach (var update in updates)
        {
            upserted.IndexedFields.Add(update.UntypedKey.Name, SearchAttributePayloads.Write(update.UntypedKey, update.HasValue ? update.UntypedValue : null));
        }
        return upserted;
    }

    private Payload Convert(MemoUpdate update)
    {
        try
        {
            return converter.ToPayload(update.HasValue ? update.UntypedValue : null);
        }
        catch (Exception e)
        {
            throw new ArgumentException($"Failed converting memo key {update.UntypedKey}", nameof(update), e);
        }
    }
}
