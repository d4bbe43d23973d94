namespace ActivityCore.Instructions;

/// <summary>Bounds of instructions. Beyond them is an error, never cut off.</summary>
public static class InstructionLimits
{
    /// <summary>Instructions of one decision, whatever the definition's own limit is.</summary>
    public const int MaxPerRun = 100;

    /// <summary>Rendered text of all instructions of a decision, in UTF-16 units: the inputs of child workflows go into the history.</summary>
    public const int MaxTextPerRun = 256 * 1_024;

    /// <summary>One rendered input, body or payload as JSON text, in UTF-16 units.</summary>
    public const int MaxJsonLength = 48 * 1_024;

    /// <summary>Arguments of a command.</summary>
    public const int MaxArguments = 64;

    /// <summary>One rendered argument of a command, in UTF-16 units.</summary>
    public const int MaxArgumentLength = 16 * 1_024;

    /// <summary>A rendered workflow id, subject, path, or value of a header or query.</summary>
    public const int MaxNameLength = 1_000;

    /// <summary>Tasks that one instruction may return.</summary>
    public const int MaxTasks = 500;

    /// <summary>Bytes of a result that is read: 1 MiB.</summary>
    public const int MaxResultBytes = 1024 * 1024;

    /// <summary>Characters of output that the audit keeps.</summary>
    public const int MaxKeptOutput = 4_000;

    /// <summary>How long one attempt may take where the definition says nothing.</summary>
    public static TimeSpan DefaultTimeout(InstructionKind kind) => kind switch
    {
        InstructionKind.Workflow => TimeSpan.FromHours(24),
        InstructionKind.Shell => TimeSpan.FromMinutes(10),
        _ => TimeSpan.FromSeconds(30),
    };

    /// <summary>The longest that a definition may ask for.</summary>
    public static TimeSpan MaxTimeout(InstructionKind kind) => kind switch
    {
        InstructionKind.Workflow => TimeSpan.FromDays(90),
        InstructionKind.Shell => TimeSpan.FromHours(24),
        _ => TimeSpan.FromMinutes(5),
    };

    /// <summary>For how long an outage of a receiver, or a command that asks to come back later, is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);
}
