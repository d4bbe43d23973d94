namespace Temporalio.Worker.Definitions;

/// <summary>Names that belong to Temporal itself.</summary>
internal static class ReservedNames
{
    public const string Prefix = "__temporal_";
    public const string StackTraceQuery = "__stack_trace";
    public const string MetadataQuery = "__temporal_workflow_metadata";

    public static bool IsReserved(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    public static void ThrowIfReserved(string what, string? name)
    {
        if (name is not null && IsReserved(name))
        {
            throw new ArgumentException($"{what} name {name} cannot start with {Prefix}", nameof(name));
        }
    }
}
