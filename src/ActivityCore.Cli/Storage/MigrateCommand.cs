using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.Storage;

/// <summary><c>activity-core migrate</c>: brings the schema to the version that this program needs.</summary>
internal static class MigrateCommand
{
    public static Command Create(CommandBuilder build)
    {
        var status = new Option<bool>("--status") { Description = "Show every step and whether it is applied, change nothing" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be applied, change nothing" };
        var grantTo = new Option<string?>("--grant-to") { Description = "Then give this PostgreSQL role what the program needs: no DDL, no delete", HelpName = "role" };
        return build.Action("migrate", "Bring the database schema up to date", [status, dryRun, grantTo], async (call, cancel) =>
        {
            await using var services = new ServiceCollection().AddStorage(call.Settings.Storage).BuildServiceProvider();
            var runner = services.GetRequiredService<MigrationRunner>();
            if (call.Get(status) || call.Get(dryRun))
            {
                var steps = await runner.StatusAsync(cancel);
                Print(call.Printer, [.. steps.Where(step => call.Get(status) || step.State == MigrationState.Pending).Select(View)], $"{runner.Database} is up to date.");
                return ExitCode.Ok;
            }

            var applied = await runner.MigrateAsync(cancel);
            var done = (await runner.StatusAsync(cancel)).Where(step => applied.Any(migration => migration.Version == step.Version));
            if (call.Get(grantTo) is { } role)
            {
                await runner.GrantAsync(role, cancel);
                call.Printer.Message($"{role} has the rights that the program needs.");
            }

            Print(call.Printer, [.. done.Select(View)], $"{runner.Database} was up to date.");
            return ExitCode.Ok;
        });
    }

    private static MigrationView View(MigrationStatus step) => new(step.Version, step.Description, step.State, step.InstalledOn);

    private static void Print(Printer printer, IReadOnlyList<MigrationView> steps, string whenEmpty) => printer.Rows(
        steps,
        whenEmpty,
        ("VERSION", step => $"{step.Version}"),
        ("DESCRIPTION", step => step.Description),
        ("STATE", step => Word.Of(step.State)),
        ("INSTALLED", step => Moment.Show(step.InstalledOn)));

    /// <summary>One step of the schema.</summary>
    private sealed record MigrationView(int Version, string Description, MigrationState State, DateTimeOffset? InstalledOn);
}
