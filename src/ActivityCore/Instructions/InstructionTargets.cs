namespace ActivityCore.Instructions;

/// <summary>What the settings of this process let instructions use, for warnings about definitions that use anything else.</summary>
/// <param name="Commands">Names of the allow-list of commands.</param>
/// <param name="Endpoints">Names of endpoints.</param>
/// <param name="Subjects">Prefixes of subjects.</param>
public sealed record InstructionTargets(IReadOnlyCollection<string> Commands, IReadOnlyCollection<string> Endpoints, IReadOnlyCollection<string> Subjects)
{
    /// <summary>Nothing at all.</summary>
    public static InstructionTargets None { get; } = new([], [], []);
}
