namespace ActivityCore.Tasks;

/// <summary>Makes the sink of a type. Safe to share.</summary>
public interface IIssueSinkFactory
{
    /// <summary>
    /// The sink of a type (<c>null</c>, <c>rest</c>, <c>nats</c>), or of the configured one when null. Throws <see cref="SinkConfigurationException"/> naming the variable
    /// where something is missing, and for unknown types.
    /// </summary>
    IIssueSink Create(string? type = null);
}
