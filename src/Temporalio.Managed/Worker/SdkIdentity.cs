namespace Temporalio.Worker;

/// <summary>How this SDK calls itself in histories. The rules of its flags are those of Temporal's .NET SDK.</summary>
internal static class SdkIdentity
{
    public const string Name = "temporal-dotnet";

    public static string Version { get; } = typeof(SdkIdentity).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
