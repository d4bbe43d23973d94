using Temporalio.Api.WorkflowService.V1;
using Temporalio.Converters;

namespace Temporalio.Client;

/// <summary>A run with what only its description shows.</summary>
public class WorkflowExecutionDescription : WorkflowExecution
{
    private readonly DataConverter _dataConverter;

    internal WorkflowExecutionDescription(DescribeWorkflowExecutionResponse rawDescription, DataConverter dataConverter)
        : base(rawDescription.WorkflowExecutionInfo, dataConverter)
    {
        RawDescription = rawDescription;
        _dataConverter = dataConverter;
    }

    /// <summary>The wire form.</summary>
    internal DescribeWorkflowExecutionResponse RawDescription { get; }

    /// <summary>One line on this run for people, if it was started with one.</summary>
    public async Task<string?> GetStaticSummaryAsync() =>
        (await _dataConverter.FromUserMetadataAsync(RawDescription.ExecutionConfig?.UserMetadata).ConfigureAwait(false)).Summary;

    /// <summary>More on this run for people, if it was started with it.</summary>
    public async Task<string?> GetStaticDetailsAsync() =>
        (await _dataConverter.FromUserMetadataAsync(RawDescription.ExecutionConfig?.UserMetadata).ConfigureAwait(false)).Details;
}
