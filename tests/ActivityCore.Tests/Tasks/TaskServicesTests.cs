using ActivityCore.Storage;
using ActivityCore.Tasks;
using ActivityCore.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Tests.Tasks;

public sealed class TaskServicesTests
{
    [Fact]
    public void AddTasks_RestWithoutItsKey_FailsBeforeAnythingStarts()
    {
        var error = Assert.Throws<SinkConfigurationException>(() => new ServiceCollection().AddTasks(new IssueSinkOptions { Type = "rest", IssueCoreUrl = "http://issue-core:8080" }));

        Assert.Contains("ISSUE_CORE_API_KEY", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddStorageAndTasks_OnTheEmbeddedDefault_EmitsADryRun()
    {
        var folder = Directory.CreateTempSubdirectory("services-").FullName;
        var services = new ServiceCollection().AddLogging().AddStorage(new StorageOptions { SqliteFile = Path.Combine(folder, "deep", "a.db") }).AddTasks(new IssueSinkOptions());
        await using (var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }))
        {
            await provider.GetRequiredService<MigrationRunner>().MigrateAsync();
            var envelope = Samples.Event();
            var run = Samples.Run(envelope);
            await provider.GetRequiredService<IRunLog>().AddAsync(run);

            var outcome = await provider.GetRequiredService<ITaskEmitter>().EmitAsync(Samples.Emission(run, Samples.Task(envelope)));

            Assert.Equal(TaskState.DryRun, Assert.Single(outcome.Settled).State);
        }

        Directory.Delete(folder, recursive: true);
    }
}
