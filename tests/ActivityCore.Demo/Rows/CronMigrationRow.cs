using System.Globalization;
using RealComponents;
using Temporalio.Api.Enums.V1;
using Temporalio.Client.Schedules;

namespace ActivityCore.Demo.Rows;

/// <summary>A week of the nightly clean-up with the old cron job and the definition side by side: both run each night, and nothing is done twice.</summary>
internal sealed class CronMigrationRow : IMissionRow
{
    private const int Nights = 7;
    private const int StaleEachNight = 2;

    public string Id => "M16";

    public string What => "Cron migration: a week side by side, idempotent";

    public async Task<string> SeeAsync(Stage stage)
    {
        var definition = await stage.JsonAsync("definitions", "show", "state-hub-stale-task-cleanup");
        var handle = stage.Temporal.GetScheduleHandle($"act-{definition.GetProperty("definition").GetProperty("id").GetGuid():D}-cron-1");
        // The last of them is the one before now.
        var now = DateTime.UtcNow;
        var first = now.Date.AddHours(3).AddDays(1 - Nights - (now.Hour < 3 ? 1 : 0));
        int old = 0, ours = 0;
        for (var night = 0; night < Nights; night++)
        {
            for (var i = 0; i < StaleEachNight; i++)
            {
                await File.WriteAllTextAsync(Path.Combine(stage.Neighbourhood.StaleTasksFolder, string.Create(CultureInfo.InvariantCulture, $"{night}-{i}.stale")), "", stage.Cancel);
            }

            // Who comes first changes from night to night, as it does where two clocks start the same job.
            var nominal = first.AddDays(night);
            if (night % 2 == 0)
            {
                old += await OldCronAsync(stage);
                ours += await TickAsync(stage, handle, nominal);
            }
            else
            {
                ours += await TickAsync(stage, handle, nominal);
                old += await OldCronAsync(stage);
            }
        }

        var nominals = await stage.QueryAsync<long>(
            "select count(distinct nominal_time) from runs where definition_name = 'state-hub-stale-task-cleanup' and nominal_time >= @first and extract(hour from nominal_time at time zone 'UTC') = 3 and extract(minute from nominal_time) = 0 and state = 'completed'",
            ("first", first));
        var ticks = await stage.JsonAsync("schedules", "compare", "state-hub-stale-task-cleanup", "--since", "7d");
        var agreed = ticks.EnumerateArray().Count(tick => tick.GetProperty("result").GetString() == "run");
        var cancelled = Directory.GetFiles(stage.Neighbourhood.StaleTasksFolder, "*.cancelled").Length;
        var left = Directory.GetFiles(stage.Neighbourhood.StaleTasksFolder, "*.stale").Length;
        MissionException.ThrowUnless(nominals >= Nights && agreed == Nights && left == 0, $"{agreed} of {ticks.GetArrayLength()} ticks and {nominals} runs at three o'clock for {Nights} nights, {left} stale tasks are left");
        MissionException.ThrowUnless(cancelled == Nights * StaleEachNight && old + ours == cancelled && old > 0 && ours > 0, $"{cancelled} cancelled: {old} by the old job, {ours} by the definition");
        return $"{Nights} nights at 03:00Z: the old job ran {Nights} times and the definition {nominals} times, `schedules compare` finds a run for each of {agreed} ticks; of {cancelled} stale tasks the old job cancelled {old} and the definition {ours}, none twice and none left";
    }

    private static async Task<int> OldCronAsync(Stage stage)
    {
        var before = await CancelledAsync(stage);
        await using var cron = ComponentProcess.Start("/bin/sh", [stage.Neighbourhood.CleanupScript]);
        MissionException.ThrowUnless(await cron.WaitForExitAsync(TimeSpan.FromMinutes(3)) && cron.ExitCode == 0, cron.Output);
        return await CancelledAsync(stage) - before;
    }

    private static async Task<int> TickAsync(Stage stage, ScheduleHandle handle, DateTime nominal)
    {
        var before = await CancelledAsync(stage);
        await handle.BackfillAsync([new ScheduleBackfill(nominal.AddMinutes(-1), nominal, ScheduleOverlapPolicy.AllowAll)]);
        // Not a number of runs: the night's own tick may have come by itself while the mission is played.
        await stage.UntilAsync(
            $"the run of {nominal:u} is done",
            () => stage.QueryAsync<bool>(
                "select exists (select 1 from runs where definition_name = 'state-hub-stale-task-cleanup' and nominal_time = @nominal and state = 'completed')", ("nominal", nominal)));
        return await CancelledAsync(stage) - before;
    }

    private static async Task<int> CancelledAsync(Stage stage) =>
        File.Exists(stage.Neighbourhood.CleanupLog) ? (await File.ReadAllLinesAsync(stage.Neighbourhood.CleanupLog, stage.Cancel)).Sum(line => int.Parse(line, CultureInfo.InvariantCulture)) : 0;
}
