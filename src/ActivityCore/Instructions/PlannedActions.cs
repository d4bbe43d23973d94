using System.Text.Json;

namespace ActivityCore.Instructions;

/// <summary>A child workflow to start.</summary>
/// <param name="Type">Its type.</param>
/// <param name="TaskQueue">Null: the runs' own.</param>
/// <param name="Id">Null: derived from run and instruction.</param>
/// <param name="Input">Its one argument; null: none.</param>
public sealed record PlannedWorkflow(string Type, string? TaskQueue, string? Id, JsonElement? Input);

/// <summary>A command to start.</summary>
/// <param name="Command">Its name in the allow-list.</param>
/// <param name="Arguments">Each is one argument as it stands.</param>
public sealed record PlannedCommand(string Command, IReadOnlyList<string> Arguments);

/// <summary>A request to send.</summary>
/// <param name="Endpoint">Its name in the settings.</param>
/// <param name="Method">In capital letters.</param>
/// <param name="Path">Below the endpoint's address, escaped; may be empty.</param>
/// <param name="Query">By name, unescaped.</param>
/// <param name="Headers">By name.</param>
/// <param name="Body">JSON; null: none.</param>
public sealed record PlannedRequest(
    string Endpoint, string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, JsonElement? Body);

/// <summary>A message to publish.</summary>
/// <param name="Subject">One that may be published to.</param>
/// <param name="Payload">JSON.</param>
public sealed record PlannedMessage(string Subject, JsonElement Payload);
