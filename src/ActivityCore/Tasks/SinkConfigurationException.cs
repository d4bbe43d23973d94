namespace ActivityCore.Tasks;

/// <summary>A sink cannot be made from its settings; the message names the variable and never its value.</summary>
public sealed class SinkConfigurationException(string message) : Exception(message);
