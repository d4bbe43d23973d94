namespace Temporalio.DevServer.Storage;

/// <summary>One value of a custom search attribute: text, integer or floating number. Lists have one row per item.</summary>
internal sealed record SearchValue(string Name, int Position, object Value);
