using RealComponents;

namespace ActivityCore.Demo;

/// <summary>What an operator gives the parts besides addresses: the definitions, the commands that may be started, and the named endpoints.</summary>
internal sealed class Neighbourhood
{
    /// <summary>The prefix of subjects that instructions may publish to.</summary>
    public const string NatsPrefix = "demo";

    /// <summary>A secret in the addresses of the inventory, which must never be seen again.</summary>
    public const string Planted = "planted9f8e7d6c5b4a39281706";

    private const string EveryMinute = """
        id: 0a3f6c1e-7d54-4b7b-9f0d-3a1c5e8b7d20
        name: demo-every-minute
        owner: demo
        description: A cron trigger that fires while the mission is played. It never asks for anything.
        trigger:
          - cron: "* * * * *"
        rules:
          - id: never
            when: 1 > 2
            emit:
              - { title: Nothing, target_repo: demo }
        """;

    private readonly string _folder;

    /// <summary>Writes the files into a folder.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="stateHub">State Hub's stand-in.</param>
    /// <param name="databasePort">A port that is open.</param>
    public Neighbourhood(string folder, Uri stateHub, int databasePort)
    {
        _folder = folder;
        Directory.CreateDirectory(DefinitionsFolder);
        Directory.CreateDirectory(StaleTasksFolder);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "activity-definitions"), "*.yaml"))
        {
            // The two that ship disabled wait for the allow-list below. Probe and reconciliation make tasks, and rows count tasks:
            // they are played when a row wants them, and their own time does not come.
            var text = File.ReadAllText(file)
                .Replace("\nenabled: false", "\nenabled: true", StringComparison.Ordinal)
                .Replace("cron: \"20 * * * *\"", "cron: \"0 0 29 2 *\"", StringComparison.Ordinal)
                .Replace("cron: \"30 4 * * *\"", "cron: \"0 0 29 2 *\"", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(DefinitionsFolder, Path.GetFileName(file)), text);
        }

        File.WriteAllText(Path.Combine(DefinitionsFolder, "demo-every-minute.yaml"), EveryMinute);
        File.WriteAllText(SweepScript, $"echo \"$ACTIVITY_RUN_ID\" >>'{SweepLog}'\necho swept\n");
        // Idempotent, as a job must be that runs twice for a week: it cancels what is stale and not cancelled yet, and says what it did.
        File.WriteAllText(CleanupScript, $"""
            cd '{StaleTasksFolder}'; count=0
            for task in *.stale; do
              [ -e "$task" ] || break
              mv "$task" "$task.cancelled" && count=$((count+1))
            done
            echo "$count" >>'{CleanupLog}'
            echo "cancelled $count"
            """);
        File.WriteAllText(ListScript, """printf '[{"title":"Mend %s","target_repo":"tools"}]' "$1" """);
        File.WriteAllText(ShellAllow, $$"""
            commands:
              state-hub-consistency-check: { run: [/bin/sh, "{{SweepScript}}"] }
              state-hub-cleanup-stale-tasks: { run: [/bin/sh, "{{CleanupScript}}"] }
              demo-list: { run: [/bin/sh, "{{ListScript}}"] }
            """);
        File.WriteAllText(HttpEndpoints, $$"""
            endpoints:
              state-hub: { url: "{{stateHub}}", methods: [POST], allow_private: true }
            """);
        File.WriteAllText(Path.Combine(_folder, "audit.dump"), "a backup");
        // One service is not there any more: the only thing that is wrong.
        File.WriteAllText(OpsInventory, $$"""
            environment: demo
            repo: railiance-inventory
            allow_private: true
            timeout: 30s
            services:
              state-hub: { repo: state-hub, health: "{{stateHub}}health?token={{Planted}}" }
              old-wiki: { repo: old-wiki, health: "http://127.0.0.1:{{LoopbackPort.Free()}}/?token={{Planted}}" }
            endpoints:
              state-hub/repos: { service: state-hub, url: "{{stateHub}}repos/?api_key={{Planted}}", status: 200 }
            access_paths:
              audit-database: { target: audit, address: "127.0.0.1:{{databasePort}}" }
            backups:
              audit-nightly: { path: "{{_folder}}/*.dump" }
            """);
    }

    /// <summary>A copy of the definitions that ship, all of them enabled, which rows may change.</summary>
    public string DefinitionsFolder => Path.Combine(_folder, "activity-definitions");

    /// <summary>NAME.stale is a stale task, NAME.stale.cancelled one that was cancelled.</summary>
    public string StaleTasksFolder => Path.Combine(_folder, "stale-tasks");

    /// <summary>State Hub's clean-up, as its old cron job calls it too.</summary>
    public string CleanupScript => Path.Combine(_folder, "cleanup");

    /// <summary>How many tasks each call of the clean-up cancelled.</summary>
    public string CleanupLog => Path.Combine(_folder, "cleanup.log");

    /// <summary>A line for each sweep: the run that it is of.</summary>
    public string SweepLog => Path.Combine(_folder, "sweep.log");

    public string ShellAllow => Path.Combine(_folder, "shell-allow.yaml");

    public string OpsInventory => Path.Combine(_folder, "ops-inventory.yaml");

    public string HttpEndpoints => Path.Combine(_folder, "http-endpoints.yaml");

    private string SweepScript => Path.Combine(_folder, "sweep");

    private string ListScript => Path.Combine(_folder, "list");
}
