using System.Globalization;
using Temporalio.Client.Schedules;

namespace ActivityCore.Demo.Rows;

/// <summary>The three schedules of the seeds are at the service, fire when they are told to, and one has fired by itself while the mission was played.</summary>
internal sealed class SchedulesRow : IMissionRow
{
    private static readonly (string Definition, string Cron)[] Expected =
        [("state-hub-consistency-sweep", "*/15 * * * *"), ("state-hub-stale-task-cleanup", "0 3 * * *"), ("weekly-sbom-staleness", "0 6 * * 1")];

    public string Id => "M4";

    public string What => "Cron triggers through Temporal Schedules";

    public async Task<string> SeeAsync(Stage stage)
    {
        // One repository with an old SBOM, one without any, one that is fine.
        using var client = new HttpClient { BaseAddress = stage.Sandbox.Address };
        foreach (var (slug, age) in new[] { ("ledger-api", 45), ("team-handbook", 3) })
        {
            var last = DateTimeOffset.UtcNow.AddDays(-age).ToString("O", CultureInfo.InvariantCulture);
            using var body = new StringContent($$"""{"slug":"{{slug}}","last_sbom_at":"{{last}}","archived":false}""", System.Text.Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri("/repos/", UriKind.Relative), body, stage.Cancel);
            MissionException.ThrowUnless(answer.IsSuccessStatusCode, $"the sandbox takes no repository: {(int)answer.StatusCode}");
        }

        var seen = new List<string>();
        foreach (var (definition, cron) in Expected)
        {
            var handle = stage.Temporal.GetScheduleHandle(await ScheduleOfAsync(stage, definition));
            ScheduleDescription? schedule = null;
            await stage.UntilAsync($"the service has the schedule of {definition}", async () =>
            {
                try
                {
                    schedule = await handle.DescribeAsync();
                    return schedule.Info.NextActionTimes.Count > 0;
                }
                catch (Temporalio.Exceptions.RpcException e) when (e.Code is Temporalio.Exceptions.RpcException.StatusCode.NotFound)
                {
                    return false;
                }
            });
            var next = (await stage.JsonAsync("schedules", "next", definition, "--count", "1"))[0].GetProperty("at").GetDateTimeOffset();
            var planned = schedule!.Info.NextActionTimes.First();
            MissionException.ThrowUnless(planned == next.UtcDateTime || planned < DateTime.UtcNow, $"{definition}: the service says {planned:u}, schedules next {next:u}");
            await handle.TriggerAsync();
            var run = "";
            await stage.UntilAsync($"a run of {definition} by its schedule is done", async () =>
                (run = await stage.QueryAsync<string>(
                    "select coalesce((select occurrence_key from runs where definition_name = @name and occurrence_kind = 'schedule' and state = 'completed' order by seq limit 1), '')", ("name", definition))).Length > 0);
            seen.Add($"{definition} ({cron}) next {next:yyyy-MM-dd HH:mm}Z");
        }

        var sbom = await stage.QueryAsync<string>(
            "select string_agg(payload::json ->> 'title' || ', caused by ' || (payload::json ->> 'triggering_event_id'), '; ') from task_spawn_log where payload like '%SBOM rescan%'");
        MissionException.ThrowUnless(sbom.Contains("Run SBOM rescan for ledger-api", StringComparison.Ordinal) && !sbom.Contains("team-handbook", StringComparison.Ordinal), $"SBOM tasks: {sbom}");
        long ticks = 0;
        await stage.UntilAsync("the minute has come round", async () =>
            (ticks = await stage.QueryAsync<long>("select count(*) from runs where definition_name = 'demo-every-minute' and occurrence_kind = 'schedule' and extract(second from nominal_time) = 0")) > 0);
        return $"{string.Join(", ", seen)}: the same as `schedules next` says, and each had its run when triggered; {sbom}; a trigger of every minute has had {ticks} runs by itself";
    }

    private static async Task<string> ScheduleOfAsync(Stage stage, string definition)
    {
        var shown = await stage.JsonAsync("definitions", "show", definition);
        return $"act-{shown.GetProperty("definition").GetProperty("id").GetGuid():D}-cron-1";
    }
}
