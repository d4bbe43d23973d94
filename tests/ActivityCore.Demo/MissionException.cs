namespace ActivityCore.Demo;

/// <summary>What should have been seen was not; the message says what was.</summary>
internal sealed class MissionException(string message) : Exception(message)
{
    /// <summary>Throws where <paramref name="seen"/> is false.</summary>
    public static void ThrowUnless(bool seen, string otherwise)
    {
        if (!seen)
        {
            throw new MissionException(otherwise);
        }
    }
}
