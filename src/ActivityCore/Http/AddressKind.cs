namespace ActivityCore.Http;

/// <summary>Whom an IP address belongs to.</summary>
public enum AddressKind
{
    /// <summary>Reachable from anywhere.</summary>
    Public,

    /// <summary>Loopback or a private network: called only where a setting allows it.</summary>
    Private,

    /// <summary>Link-local, cloud metadata, multicast, reserved or unspecified: never called.</summary>
    Forbidden,
}
