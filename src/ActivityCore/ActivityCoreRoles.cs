namespace ActivityCore;

/// <summary>The parts of the program that may run apart, any number of each.</summary>
[Flags]
public enum ActivityCoreRoles
{
    /// <summary>Nothing in the background: for commands.</summary>
    None = 0,

    /// <summary>Routes stored events and watches the definitions.</summary>
    Router = 1,

    /// <summary>Executes runs.</summary>
    Worker = 2,

    /// <summary>Takes events over HTTP and answers questions.</summary>
    Api = 4,

    /// <summary>Everything in one process.</summary>
    All = Router | Worker | Api,
}
