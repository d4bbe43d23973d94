namespace ActivityCore.Tasks;

/// <summary>A credential from the settings. Its text never goes into a message.</summary>
internal static class ApiKey
{
    /// <summary>
    /// The key without the white space that secret files end in. Throws <see cref="SinkConfigurationException"/> naming the variable when it is missing or holds
    /// a character that no Authorization header may.
    /// </summary>
    public static string Check(string variable, string? value)
    {
        var key = value?.Trim();
        if (string.IsNullOrEmpty(key))
        {
            throw new SinkConfigurationException($"ISSUE_SINK_TYPE=rest needs {variable}, the key that the receiver shares with this program. Set it, or use ISSUE_SINK_TYPE=null for a dry run.");
        }

        // RFC 6750's token characters are fewer; these are what any receiver's key may hold without breaking the header.
        return key.All(c => c is > ' ' and < '\x7f')
            ? key
            : throw new SinkConfigurationException($"{variable} holds a space, a control character or one outside ASCII, which no Authorization header may.");
    }
}
