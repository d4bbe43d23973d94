namespace ActivityCore.Demo;

/// <summary>One row of the mission, which looks for its own evidence.</summary>
internal interface IMissionRow
{
    /// <summary>M1 to M16.</summary>
    string Id { get; }

    /// <summary>What should work, in a few words.</summary>
    string What { get; }

    /// <summary>Makes it happen and returns what was seen.</summary>
    /// <exception cref="MissionException">It was not there.</exception>
    Task<string> SeeAsync(Stage stage);
}
