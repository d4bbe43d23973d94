namespace Temporalio.DevServer.Schedules;

/// <summary>A schedule's spec says something that cannot be; the message names the field.</summary>
internal sealed class SpecException(string message) : Exception(message);
