namespace Temporalio.Client;

/// <summary>TLS of a connection. An empty instance turns TLS on with the machine's own trust.</summary>
public class TlsOptions : ICloneable
{
    /// <summary>PEM certificates to trust instead of the machine's.</summary>
    public byte[]? ServerRootCACert { get; set; }

    /// <summary>Name to ask for and to expect in the server's certificate, instead of the target host.</summary>
    public string? Domain { get; set; }

    /// <summary>PEM client certificate, followed by its intermediates if any; goes with <see cref="ClientPrivateKey" />.</summary>
    public byte[]? ClientCert { get; set; }

    /// <summary>PEM private key of <see cref="ClientCert" />.</summary>
    public byte[]? ClientPrivateKey { get; set; }

    /// <summary>True to stay without TLS even with an API key, which would turn it on.</summary>
    public bool Disabled { get; set; }

    /// <summary>A copy; the byte arrays are shared.</summary>
    public virtual object Clone() => MemberwiseClone();
}
