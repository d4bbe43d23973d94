namespace ActivityCore.Routing.Schedules;

/// <summary>What is to be done with a schedule.</summary>
public enum ScheduleChangeKind
{
    /// <summary>It is not there.</summary>
    Create,

    /// <summary>It differs from its definition.</summary>
    Update,

    /// <summary>Its definition is disabled.</summary>
    Pause,

    /// <summary>Its definition is enabled again.</summary>
    Resume,

    /// <summary>Its trigger or definition is gone.</summary>
    Delete,

    /// <summary>Nothing is done: it may belong to a file that cannot be read now.</summary>
    Keep,

    /// <summary>Nothing is done: somebody else has made a schedule of this id.</summary>
    Foreign,

    /// <summary>Nothing is done: a person has paused it.</summary>
    Held,
}
