using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Visibility;

public sealed class ListTests
{
    [Theory]
    [InlineData("", "a b c")]
    [InlineData("WorkflowId = 'a'", "a")]
    [InlineData("WorkflowId != 'a'", "b c")]
    [InlineData("WorkflowId IN ('a', \"b\")", "a b")]
    [InlineData("WorkflowId NOT IN ('a', 'b')", "c")]
    [InlineData("WorkflowId STARTS_WITH 'a'", "a")]
    [InlineData("WorkflowId NOT STARTS_WITH 'a'", "b c")]
    [InlineData("ExecutionStatus = 'Running'", "b c")]
    [InlineData("ExecutionStatus = 'Completed' or WorkflowId = 'c'", "a c")]
    [InlineData("NOT (WorkflowId = 'a' AND ExecutionStatus = 2)", "b c")]
    [InlineData("CloseTime IS NULL", "b c")]
    [InlineData("CloseTime IS NOT NULL", "a")]
    [InlineData("StartTime > '2020-01-01T00:00:00Z'", "a b c")]
    [InlineData("StartTime BETWEEN '2020-01-01T00:00:00Z' AND '2021-01-01T00:00:00Z'", "")]
    [InlineData("ExecutionDuration < '1h'", "a")]
    [InlineData("CustomIntField > 1", "b")]
    [InlineData("CustomIntField BETWEEN 1 AND 2", "a b")]
    [InlineData("CustomIntField IS NULL", "c")]
    [InlineData("`CustomKeywordField` = 'it''s'", "b")]
    [InlineData("CustomTextField = 'quick'", "a")]
    [InlineData("CustomListField = 'y'", "a")]
    [InlineData("CustomListField IN ('y', 'z')", "a b")]
    [InlineData("CustomListField != 'y'", "b c")]
    public async Task List_ByQuery_GivesTheMatchingRuns(string query, string expected)
    {
        await using var service = await StartAsync();
        await StartAllAsync(service);

        var response = await service.Client.CallAsync(new ListWorkflowExecutionsRequest { Namespace = Namespace, Query = query }, ListWorkflowExecutionsResponse.Parser);
        var count = await service.Client.CallAsync(new CountWorkflowExecutionsRequest { Namespace = Namespace, Query = query }, CountWorkflowExecutionsResponse.Parser);

        Assert.Equal(expected, string.Join(' ', response.Executions.Select(e => e.Execution.WorkflowId).Order(StringComparer.Ordinal)));
        Assert.Equal(response.Executions.Count, count.Count);
    }

    [Theory]
    [InlineData("Nope = 1")]
    [InlineData("WorkflowId")]
    [InlineData("WorkflowId = ")]
    [InlineData("WorkflowId = 'a' AND")]
    [InlineData("WorkflowId = 'a")]
    [InlineData("WorkflowId = 'a' ORDER BY StartTime")]
    [InlineData("WorkflowId = 'a'; DROP TABLE runs")]
    [InlineData("ExecutionStatus = 'Nope'")]
    [InlineData("CustomIntField = 'x'")]
    [InlineData("StartTime > 'yesterday'")]
    [InlineData("CustomTextField > 'x'")]
    [InlineData("CustomListField STARTS_WITH 'x'")]
    public async Task List_ByBadQuery_IsInvalid(string query)
    {
        await using var service = await StartAsync();

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.Client.CallAsync(
            new ListWorkflowExecutionsRequest { Namespace = Namespace, Query = query }, ListWorkflowExecutionsResponse.Parser));

        Assert.Equal(3, refused.Code);
    }

    [Fact]
    public async Task List_ByDeeplyNestedQuery_IsInvalid()
    {
        await using var service = await StartAsync();

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.Client.CallAsync(
            new ListWorkflowExecutionsRequest { Namespace = Namespace, Query = new string('(', 30_000) }, ListWorkflowExecutionsResponse.Parser));

        Assert.Equal(3, refused.Code);
    }

    [Fact]
    public async Task List_InPages_GivesOpenRunsFirstAndEachOnce()
    {
        await using var service = await StartAsync();
        await StartAllAsync(service);
        var ids = new List<string>();
        var token = ByteString.Empty;

        do
        {
            var page = await service.Client.CallAsync(
                new ListWorkflowExecutionsRequest { Namespace = Namespace, PageSize = 1, NextPageToken = token }, ListWorkflowExecutionsResponse.Parser);
            ids.AddRange(page.Executions.Select(e => e.Execution.WorkflowId));
            token = page.NextPageToken;
        }
        while (!token.IsEmpty);

        Assert.Equal(["c", "b", "a"], ids);
    }

    [Fact]
    public async Task Count_GroupedByStatus_GivesEachGroup()
    {
        await using var service = await StartAsync();
        await StartAllAsync(service);

        var response = await service.Client.CallAsync(
            new CountWorkflowExecutionsRequest { Namespace = Namespace, Query = "GROUP BY ExecutionStatus" }, CountWorkflowExecutionsResponse.Parser);

        Assert.Equal(3, response.Count);
        Assert.Equal(["\"Running\" 2", "\"Completed\" 1"], response.Groups.Select(g => $"{g.GroupValues[0].Data.ToStringUtf8()} {g.Count}"));
    }

    private static async Task StartAllAsync(ServiceUnderTest service)
    {
        await service.StartWorkflowAsync("a", r => r.SearchAttributes = Attributes(("CustomIntField", "1"), ("CustomTextField", "\"The quick fox\""), ("CustomListField", "[\"x\",\"y\"]")));
        await service.StepAsync(Finish());
        await service.StartWorkflowAsync("b", r => r.SearchAttributes = Attributes(("CustomIntField", "2"), ("CustomKeywordField", "\"it's\""), ("CustomListField", "[\"z\"]")));
        await service.StartWorkflowAsync("c");
    }

    private static SearchAttributes Attributes(params (string Name, string Json)[] values)
    {
        var attributes = new SearchAttributes();
        foreach (var (name, json) in values)
            attributes.IndexedFields[name] = new Payload { Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain") }, Data = ByteString.CopyFromUtf8(json) };
        return attributes;
    }
}
