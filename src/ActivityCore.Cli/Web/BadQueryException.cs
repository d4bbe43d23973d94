namespace ActivityCore.Cli.Web;

/// <summary>A parameter of the query has a value that cannot be used; the message names it and the cure.</summary>
internal sealed class BadQueryException(string message) : Exception(message);
