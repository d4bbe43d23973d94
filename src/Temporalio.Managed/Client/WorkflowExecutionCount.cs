using Temporalio.Api.WorkflowService.V1;
using Temporalio.Common;

namespace Temporalio.Client;

/// <summary>How many workflows match a query, approximately.</summary>
public class WorkflowExecutionCount
{
    internal WorkflowExecutionCount(CountWorkflowExecutionsResponse raw)
    {
        Count = raw.Count;
        Groups = [.. raw.Groups.Select(group => new AggregationGroup(group))];
    }

    /// <summary>The number; of a query with groups, their sum.</summary>
    public long Count { get; private init; }

    /// <summary>The groups of a query that asks for them.</summary>
    public IReadOnlyCollection<AggregationGroup> Groups { get; private init; }

    /// <summary>One group.</summary>
    public class AggregationGroup
    {
        internal AggregationGroup(CountWorkflowExecutionsResponse.Types.AggregationGroup raw)
        {
            Count = raw.Count;
            GroupValues = [.. raw.GroupValues.Select(SearchAttributePayloads.Read).OfType<(object Value, Api.Enums.V1.IndexedValueType Type)>().Select(read => read.Value)];
        }

        /// <summary>The number.</summary>
        public long Count { get; private init; }

        /// <summary>The values that the group's workflows share.</summary>
        public IReadOnlyCollection<object> GroupValues { get; private init; }
    }
}
