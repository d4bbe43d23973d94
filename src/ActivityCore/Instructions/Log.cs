using Microsoft.Extensions.Logging;

namespace ActivityCore.Instructions;

/// <summary>What instructions log; ids 6000 to 6099.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 6000, EventName = "InstructionDone", Level = LogLevel.Information, Message = "Instruction {Instruction} of run {RunId}: {Summary}; {Tasks} tasks")]
    public static partial void InstructionDone(ILogger logger, string instruction, string runId, string summary, int tasks);

    [LoggerMessage(EventId = 6001, EventName = "InstructionFailed", Level = LogLevel.Error, Message = "Instruction {Instruction} of run {RunId} failed: {Reason}")]
    public static partial void InstructionFailed(ILogger logger, string instruction, string runId, string reason);

    [LoggerMessage(EventId = 6002, EventName = "InstructionWaits", Level = LogLevel.Warning, Message = "Instruction {Instruction} of run {RunId} is to be tried again: {Reason}")]
    public static partial void InstructionWaits(ILogger logger, string instruction, string runId, string reason);

    [LoggerMessage(EventId = 6003, EventName = "LeftoversEnded", Level = LogLevel.Warning,
        Message = "Instruction {Instruction} of run {RunId}: {Count} processes of an attempt that was cut off were ended")]
    public static partial void LeftoversEnded(ILogger logger, string instruction, string runId, int count);

    [LoggerMessage(EventId = 6004, EventName = "LeaseLost", Level = LogLevel.Warning, Message = "Instruction {Instruction} of run {RunId} is stopped here: its row could not be renewed")]
    public static partial void LeaseLost(ILogger logger, string instruction, string runId);

    [LoggerMessage(EventId = 6005, EventName = "RunnerThrew", Level = LogLevel.Error, Message = "Instruction {Instruction} of run {RunId} came to an unexpected end")]
    public static partial void RunnerThrew(ILogger logger, string instruction, string runId, Exception exception);
}
