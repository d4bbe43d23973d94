namespace ActivityCore.Http;

/// <summary>A name stands for no address that may be called. The message names the host and no address, and is without secrets.</summary>
public sealed class AddressRefusedException(string message) : IOException(message);
