namespace Temporalio.Client;

/// <summary>A connection to the service. Thread-safe, and meant to be shared.</summary>
public interface ITemporalConnection
{
    /// <summary>Metadata of every call from now on.</summary>
    /// <exception cref="InvalidOperationException">Set before the connection was made.</exception>
    IReadOnlyCollection<KeyValuePair<string, string>> RpcMetadata { get; set; }

    /// <summary>Binary metadata of every call from now on. Names end in "-bin".</summary>
    /// <exception cref="InvalidOperationException">Set before the connection was made.</exception>
    IReadOnlyCollection<KeyValuePair<string, byte[]>> RpcBinaryMetadata { get; set; }

    /// <summary>API key of every call from now on; sent as a bearer token unless the metadata has an authorization of its own.</summary>
    /// <exception cref="InvalidOperationException">Set before the connection was made.</exception>
    string? ApiKey { get; set; }

    /// <summary>Raw calls of the workflow service.</summary>
    WorkflowService WorkflowService { get; }

    /// <summary>Raw calls of the operator service.</summary>
    OperatorService OperatorService { get; }

    /// <summary>Raw calls of the test service.</summary>
    TestService TestService { get; }

    /// <summary>The options that the connection was made with.</summary>
    TemporalConnectionOptions Options { get; }

    /// <summary>False only for a lazy connection that has not been used.</summary>
    bool IsConnected { get; }

    /// <summary>Asks whether a service is healthy; by default the workflow service.</summary>
    Task<bool> CheckHealthAsync(RpcService? service = null, RpcOptions? options = null);

    /// <summary>Connects if that has not happened.</summary>
    /// <exception cref="InvalidOperationException">The service cannot be reached or does not answer as one.</exception>
    Task ConnectAsync();
}
