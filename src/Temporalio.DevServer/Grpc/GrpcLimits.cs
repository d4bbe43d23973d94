namespace Temporalio.DevServer.Grpc;

internal static class GrpcLimits
{
    /// <summary>Largest request, before and after decompression, in bytes.</summary>
    public const int MaxRequestBytes = 4 * 1024 * 1024;

    /// <summary>Clients cap the header list of a response at 16 KiB; details beyond this are left out.</summary>
    public const int MaxDetailsBytes = 8 * 1024;

    public const int MaxStatusMessageChars = 2000;
}
