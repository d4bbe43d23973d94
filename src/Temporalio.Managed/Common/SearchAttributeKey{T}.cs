using Temporalio.Api.Enums.V1;
using Temporalio.Workflows;

namespace Temporalio.Common;

/// <summary>A search attribute key that knows the .NET type of its values.</summary>
public class SearchAttributeKey<T> : SearchAttributeKey
    where T : notnull
{
    internal SearchAttributeKey(string name, IndexedValueType valueType)
        : base(name, valueType)
    {
    }

    /// <summary>An update for <c>Workflow.UpsertTypedSearchAttributes</c> that sets the value.</summary>
    public SearchAttributeUpdate<T> ValueSet(T value) => SearchAttributeUpdate.ValueSet(this, value);

    /// <summary>An update for <c>Workflow.UpsertTypedSearchAttributes</c> that removes the value.</summary>
    public SearchAttributeUpdate<T> ValueUnset() => SearchAttributeUpdate.ValueUnset(this);
}
