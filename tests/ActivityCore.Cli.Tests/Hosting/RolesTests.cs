using System.Text;
using ActivityCore.Cli.Tests.Dev;
using RealComponents;

namespace ActivityCore.Cli.Tests.Hosting;

/// <summary>The parts as processes of their own, on a Temporal service that is a process of its own too.</summary>
public sealed class RolesTests
{
    [Fact]
    public async Task Run_RouterWorkerAndApiApart_AnEventBecomesTasks_AndEachAnswersForItsHealth()
    {
        using var folder = new TemporaryFolder();
        var temporalPort = LoopbackPort.Free();
        await using var temporal = ComponentProcess.Start(
            Path.Combine(AppContext.BaseDirectory, "activity-core"), ["temporal", "--port", $"{temporalPort}", "--db-filename", folder.File("temporal.db")]);
        await LoopbackPort.WaitUntilOpenAsync(temporalPort, temporal, TimeSpan.FromMinutes(3));
        var shared = DevProcess.Environment(folder.Path, ("TEMPORAL_ADDRESS", $"127.0.0.1:{temporalPort}"));
        Assert.Equal(0, (await CliRun.Async(shared, "migrate")).ExitCode);
        Assert.Equal(0, (await CliRun.Async(shared, "resources", "apply")).ExitCode);

        var (router, routerAddress) = Start(shared, "router");
        var (worker, workerAddress) = Start(shared, "worker");
        var (api, apiAddress) = Start(shared, "api");
        await using (router)
        await using (worker)
        await using (api)
        {
            using var client = new HttpClient();
            foreach (var (process, address) in new[] { (router, routerAddress), (worker, workerAddress), (api, apiAddress) })
            {
                await WaitUntilReadyAsync(client, process, address);
            }

            var id = Guid.NewGuid();
            using var body = new StringContent(Envelopes.RepoRegistered(id), Encoding.UTF8, "application/json");
            using var taken = await client.PostAsync(new Uri(apiAddress, "/events"), body);
            var state = await WaitForStateAsync(shared, id);
            using var pageOfWorker = await client.GetAsync(new Uri(workerAddress, "/runs"));

            Assert.Equal("completed", state);
            Assert.Equal(System.Net.HttpStatusCode.NotFound, pageOfWorker.StatusCode);
        }
    }

    private static (DevProcess Process, Uri Address) Start(IReadOnlyDictionary<string, string?> shared, string role)
    {
        var address = $"http://127.0.0.1:{LoopbackPort.Free()}";
        return (DevProcess.Start(new Dictionary<string, string?>(shared, StringComparer.Ordinal) { ["ACTIVITY_CORE_LISTEN"] = address }, "run", "--role", role), new Uri(address));
    }

    private static async Task WaitUntilReadyAsync(HttpClient client, DevProcess process, Uri address)
    {
        for (var attempt = 0; attempt < 18000; attempt++)
        {
            Assert.False(process.HasExited, process.Output);
            try
            {
                using var answer = await client.GetAsync(new Uri(address, "/readyz"));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"{address} is not ready:\n{process.Output}");
    }

    private static async Task<string?> WaitForStateAsync(IReadOnlyDictionary<string, string?> environment, Guid id)
    {
        for (var attempt = 0; attempt < 1800; attempt++)
        {
            var shown = await CliRun.Async(environment, "events", "show", id.ToString("D"), "-o", "json");
            var states = shown.Json.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("state").GetString()).ToList();
            if (states is [not ("pending" or "running")])
            {
                return states[0];
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"The run of {id} does not finish.");
    }
}
