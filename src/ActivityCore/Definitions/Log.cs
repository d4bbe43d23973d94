using Microsoft.Extensions.Logging;

namespace ActivityCore.Definitions;

/// <summary>What the definitions' folder says. Ids 1100 to 1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "Definition {Definition} added from {File} at {Hash}")]
    public static partial void DefinitionAdded(ILogger logger, string definition, string file, string hash);

    [LoggerMessage(1101, LogLevel.Information, "Definition {Definition} changed in {File} to {Hash}")]
    public static partial void DefinitionChanged(ILogger logger, string definition, string file, string hash);

    [LoggerMessage(1102, LogLevel.Information, "Definition {Definition} removed with {File}: no new runs, running ones finish")]
    public static partial void DefinitionRemoved(ILogger logger, string definition, string file);

    [LoggerMessage(1103, LogLevel.Error, "Definition file {File} is {State}: {Problems}")]
    public static partial void DefinitionBroken(ILogger logger, string file, string state, string problems);

    [LoggerMessage(1104, LogLevel.Critical, "Definitions left as they are: {Reason}")]
    public static partial void FolderRefused(ILogger logger, string reason);

    [LoggerMessage(1105, LogLevel.Warning, "The folder {Folder} cannot be watched, so changes are seen by polling only: {Reason}")]
    public static partial void WatchFailed(ILogger logger, string folder, string reason);

    [LoggerMessage(1106, LogLevel.Error, "A listener to changes of definitions failed")]
    public static partial void ListenerFailed(ILogger logger, Exception exception);
}
