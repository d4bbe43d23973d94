namespace ActivityCore.Tasks;

/// <summary>Makes the sink of a type. Safe to share.</summary>
public interface IIssueSinkFactory
{
    /// <summary>
    /// The sink of a type (<c>null</c>, <c>rest</c>), or of the configured one when null. Throws <see cref="SinkConfigurationException"/> naming the variable
    /// where something is missing, and for types that this build does not have.
    /// </summary>
    IIssueSink Create(string? type = null);
}
