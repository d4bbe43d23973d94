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
    [InlineData("WorkflowId = 'a' || WorkflowId = 'b' && ExecutionStatus = 1", "a b")]
    [InlineData("WorkflowId IN (1, 'c')", "c")]
    [InlineData("CustomIntField STARTS_WITH '1'", "")]
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

    /// <summary>The texts of release 1.29 of the official service. What cannot be read is said first, whatever else is wrong.</summary>
    [Theory]
    [InlineData("nonsense", "invalid expression: incomplete expression")]
    [InlineData("Nope = 1", "invalid expression: column name 'Nope' is not a valid search attribute")]
    [InlineData("Nope =", "malformed SQL query: syntax error at position 34")]
    [InlineData("Nope = 1 or or", "malformed SQL query: syntax error at position 42 near 'or'")]
    [InlineData("WorkflowId 'w'", "malformed SQL query: syntax error at position 42 near 'w'")]
    [InlineData("WorkflowId = 'w", "malformed SQL query: syntax error at position 43 near 'w'")]
    [InlineData("WorkflowId in ()", "malformed SQL query: syntax error at position 44")]
    [InlineData("WorkflowId ~ 'w'", "malformed SQL query: syntax error at position 40")]
    [InlineData("WorkflowId = 'w' order", "malformed SQL query: syntax error at position 50")]
    [InlineData("WorkflowId = 'w' order by StartTime", "operation is not supported: 'order by' clause")]
    [InlineData("WorkflowId = 'w' limit 3", "operation is not supported: 'limit' clause")]
    [InlineData("group by", "malformed SQL query: syntax error at position 30")]
    [InlineData("group by ExecutionStatus", "operation is not supported: 'group by' clause")]
    [InlineData("group by WorkflowId", "operation is not supported: 'group by' clause is only supported for ExecutionStatus search attribute")]
    [InlineData("'w' = WorkflowId", "invalid expression: must be a column name but was *sqlparser.SQLVal")]
    [InlineData("WorkflowId = w", "operation is not supported: column name on the right side of comparison expression (did you forget to quote 'w'?)")]
    [InlineData("WorkflowId not like 'w%'", "invalid expression: invalid operator 'not like' in `WorkflowId not like 'w%'`")]
    [InlineData("WorkflowId starts_with 1", "invalid expression: right-hand side of 'starts_with' must be a literal string (got: 1)")]
    [InlineData("WorkflowId = null", "invalid expression: unexpected value type *sqlparser.NullVal")]
    [InlineData("ExecutionStatus = 'Nope'", "invalid expression: invalid ExecutionStatus value 'Nope'")]
    [InlineData("ExecutionDuration > 'x'", "invalid value for search attribute ExecutionDuration: x (invalid duration)")]
    [InlineData("StartTime between 'x' and 1", "invalid expression: unable to parse datetime 'x'")]
    [InlineData("CustomTextField = 1", "invalid expression: unexpected value type (expected string, got 1)")]
    [InlineData("CustomTextField in ('x')", "invalid expression: operator 'in' not supported for Text type search attribute in `CustomTextField in ('x')`")]
    [InlineData("CustomListField > 'x'", "invalid expression: operator '>' not supported for KeywordList type search attribute in `CustomListField > 'x'`")]
    [InlineData("CustomListField in (1)", "invalid expression: unexpected value type in tuple (expected string, got 1)")]
    [InlineData("CustomTextField between 'a' and 'b'", "invalid expression: cannot do range condition on search attribute 'CustomTextField' of type Text")]
    public async Task List_ByBadQuery_SaysWhatTheOfficialServiceSays(string query, string expected)
    {
        await using var service = await StartAsync();

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.Client.CallAsync(
            new ListWorkflowExecutionsRequest { Namespace = Namespace, Query = query }, ListWorkflowExecutionsResponse.Parser));

        Assert.Equal((3, $"invalid query: {expected}"), (refused.Code, refused.Status));
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
