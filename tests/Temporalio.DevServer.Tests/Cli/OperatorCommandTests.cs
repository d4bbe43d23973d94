using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Cli;

/// <summary><c>temporal operator</c> and <c>temporal task-queue</c> of the official program.</summary>
public sealed class OperatorCommandTests
{
    [Fact]
    public async Task SearchAttribute_CreateListRemove_TakeEffectAtOnce()
    {
        await using var test = await CliUnderTest.StartAsync();

        await test.Cli.TextAsync("operator", "search-attribute", "create", "--name", "Team", "--type", "Keyword", "--name", "Size", "--type", "Int");
        var listed = await test.Cli.JsonAsync("operator", "search-attribute", "list");
        await test.Cli.TextAsync("operator", "search-attribute", "remove", "--name", "Team", "--yes");
        var left = await test.Cli.JsonAsync("operator", "search-attribute", "list");

        Assert.Equal("INDEXED_VALUE_TYPE_KEYWORD", listed.GetProperty("customAttributes").GetProperty("Team").GetString());
        Assert.Equal("INDEXED_VALUE_TYPE_INT", listed.GetProperty("customAttributes").GetProperty("Size").GetString());
        Assert.Equal("INDEXED_VALUE_TYPE_KEYWORD", listed.GetProperty("systemAttributes").GetProperty("WorkflowType").GetString());
        Assert.False(left.GetProperty("customAttributes").TryGetProperty("Team", out _));
        await test.AssertFailsAsync("already exists and has different type", "operator", "search-attribute", "create", "--name", "Size", "--type", "Text");
        await test.AssertFailsAsync("Search attribute WorkflowId is reserved by system.", "operator", "search-attribute", "create", "--name", "WorkflowId", "--type", "Keyword");
        await test.AssertFailsAsync(
            "Unable to remove non-custom search attributes: WorkflowId.", "operator", "search-attribute", "remove", "--name", "WorkflowId", "--yes");
    }

    [Fact]
    public async Task Namespace_CreateDescribeUpdateList_ShowAllOfIt()
    {
        await using var test = await CliUnderTest.StartAsync();

        await test.Cli.TextAsync("operator", "namespace", "create", "-n", "second", "--description", "d", "--email", "e@example.org", "--retention", "2d", "--data", "a=b");
        var described = await test.Cli.TextAsync("operator", "namespace", "describe", "-n", "second");
        await test.Cli.TextAsync("operator", "namespace", "update", "-n", "second", "--description", "other", "--retention", "5d", "--data", "c=d");
        var updated = await test.Cli.JsonAsync("operator", "namespace", "describe", "-n", "second");
        var listed = await test.Cli.TextAsync("operator", "namespace", "list");

        foreach (var part in new[] { "second", "e@example.org", "Registered", "map[a:b]", "48h0m0s", "active", "Disabled" })
            Assert.Contains(part, described, StringComparison.Ordinal);
        Assert.Equal("432000s", updated.GetProperty("config").GetProperty("workflowExecutionRetentionTtl").GetString());
        var info = updated.GetProperty("namespaceInfo");
        Assert.Equal("other", info.GetProperty("description").GetString());
        Assert.Equal("e@example.org", info.GetProperty("ownerEmail").GetString());
        Assert.Equal("b d", $"{info.GetProperty("data").GetProperty("a")} {info.GetProperty("data").GetProperty("c")}");
        Assert.True(info.GetProperty("supportsSchedules").GetBoolean());
        Assert.Contains(Namespace, listed, StringComparison.Ordinal);
        Assert.Contains("second", listed, StringComparison.Ordinal);
        await test.AssertFailsAsync("Namespace \"second\" already exists", "operator", "namespace", "create", "-n", "second");
        await test.AssertFailsAsync("nope", "operator", "namespace", "describe", "-n", "nope");
        await test.AssertFailsAsync("nope", "operator", "namespace", "update", "-n", "nope", "--description", "x");
    }

    [Fact]
    public async Task Cluster_HealthAndDescribe_Answer()
    {
        await using var test = await CliUnderTest.StartAsync();

        var health = await test.Cli.TextAsync("operator", "cluster", "health");
        var cluster = await test.Cli.JsonAsync("operator", "cluster", "describe");
        var system = await test.Cli.JsonAsync("operator", "cluster", "system");

        Assert.Contains("SERVING", health, StringComparison.Ordinal);
        Assert.Equal("sqlite", cluster.GetProperty("persistenceStore").GetString());
        Assert.NotEmpty(cluster.GetProperty("clusterId").GetString()!);
        Assert.True(system.GetProperty("capabilities").GetProperty("supportsSchedules").GetBoolean());
    }

    [Fact]
    public async Task TaskQueue_Describe_CountsWhatWaitsAndNamesWhoPolls()
    {
        await using var test = await CliUnderTest.StartAsync();
        await test.Service.StartWorkflowAsync("w1");
        await test.Service.StepAsync(Activity("a1"), Activity("a2"));
        await test.Service.StartWorkflowAsync("w2");

        var described = await test.Cli.JsonAsync("task-queue", "describe", "--task-queue", Queue);
        var legacy = await test.Cli.TextAsync("task-queue", "describe", "--task-queue", Queue, "--legacy-mode");
        var unused = await test.Cli.TextAsync("task-queue", "describe", "--task-queue", "unused");

        var stats = described.GetProperty("stats").EnumerateArray().ToDictionary(s => s.GetProperty("taskQueueType").GetString()!, StringComparer.Ordinal);
        Assert.Equal(1, stats["workflow"].GetProperty("approximateBacklogCount").GetInt32());
        Assert.Equal(2, stats["activity"].GetProperty("approximateBacklogCount").GetInt32());
        Assert.True(stats["activity"].GetProperty("tasksAddRate").GetDouble() > 0);
        Assert.Equal(0, stats["activity"].GetProperty("tasksDispatchRate").GetDouble());
        Assert.True(stats["workflow"].GetProperty("tasksDispatchRate").GetDouble() > 0);
        var poller = Assert.Single(described.GetProperty("pollers").EnumerateArray());
        Assert.Equal("tester", poller.GetProperty("identity").GetString());
        Assert.Contains("tester", legacy, StringComparison.Ordinal);
        Assert.Contains("UNVERSIONED", unused, StringComparison.Ordinal);
    }
}
