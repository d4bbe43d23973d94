using System.Text.Json;

namespace ActivityCore.Sandbox.StateHub;

/// <summary>What State Hub knows here: repositories and progress. Thread-safe.</summary>
public sealed class StateHubBook
{
    private readonly Lock _gate = new();
    private readonly List<JsonElement> _repositories = [];
    private readonly List<ProgressEntry> _progress = [];

    /// <summary>A snapshot.</summary>
    public IReadOnlyList<JsonElement> Repositories
    {
        get
        {
            lock (_gate)
            {
                return [.. _repositories];
            }
        }
    }

    /// <summary>A snapshot, oldest first.</summary>
    public IReadOnlyList<ProgressEntry> Progress
    {
        get
        {
            lock (_gate)
            {
                return [.. _progress];
            }
        }
    }

    /// <summary>Adds a repository, or replaces the one of the same slug.</summary>
    public void Register(JsonElement repository)
    {
        var slug = Slug(repository);
        lock (_gate)
        {
            _repositories.RemoveAll(known => string.Equals(Slug(known), slug, StringComparison.Ordinal));
            _repositories.Add(repository.Clone());
        }
    }

    public void Add(ProgressEntry entry)
    {
        lock (_gate)
        {
            _progress.Add(entry);
        }
    }

    internal static string? Slug(JsonElement repository) =>
        repository.ValueKind == JsonValueKind.Object && repository.TryGetProperty("slug", out var slug) && slug.ValueKind == JsonValueKind.String ? slug.GetString() : null;
}
