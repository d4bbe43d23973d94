using System.IO.Compression;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Storage;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Storage;

/// <summary>Files of earlier versions. Each was written by the program of its time and is never made anew.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>Version 1: "done" is completed, "half" waits for an activity and a timer, "new" for its first task.</summary>
    [Fact]
    public async Task Open_OfVersion1_KeepsEveryRunAndLearnsSchedules()
    {
        var path = Unpack("version-1.db.gz");

        await using (var service = await StartAsync(path: path))
        {
            Assert.Equal(WorkflowExecutionStatus.Completed, (await service.DescribeAsync("done")).WorkflowExecutionInfo.Status);
            Assert.Equal("half:Running", await service.WorkflowsAsync("CustomKeywordField = 'blue'"));
            await service.CompleteActivityAsync(await service.PollActivityAsync());
            for (var i = 0; i < 2; i++)
                await service.StepAsync(Finish());
            await service.CreateAsync(ScheduleCalls.Every(3600));
        }

        await using var again = await StartAsync(path: path);
        var count = await again.Client.CallAsync(new CountWorkflowExecutionsRequest { Namespace = Namespace, Query = "ExecutionStatus = 'Completed'" }, CountWorkflowExecutionsResponse.Parser);
        Assert.Equal(3, count.Count);
        Assert.NotEmpty((await again.DescribeScheduleAsync()).Info.FutureActionTimes);
    }

    [Fact]
    public async Task Open_OfVersion1_LeavesTheVersionOfANewFile()
    {
        var path = Unpack("version-1.db.gz");
        await (await StartAsync(path: path)).DisposeAsync();
        await (await StartAsync(path: _folder.File("new"))).DisposeAsync();

        using var migrated = new SqlConnection(path);
        using var made = new SqlConnection(_folder.File("new"));

        Assert.Equal(Schema.Steps.Count, migrated.Scalar("PRAGMA user_version"));
        Assert.Equal(Tables(made), Tables(migrated));
    }

    public void Dispose() => _folder.Dispose();

    private static List<string> Tables(SqlConnection connection)
    {
        using var statement = connection.Prepare("SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1");
        var tables = new List<string>();
        while (statement.Step())
            tables.Add(statement.Text(0));
        return tables;
    }

    private string Unpack(string name)
    {
        var path = _folder.File("db");
        using var source = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name)), CompressionMode.Decompress);
        using var target = File.Create(path);
        source.CopyTo(target);
        return path;
    }
}
