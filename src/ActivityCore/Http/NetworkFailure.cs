using System.Net.Sockets;
using System.Security.Authentication;

namespace ActivityCore.Http;

/// <summary>What a network did, in a word: the messages of exceptions may repeat addresses and headers.</summary>
internal static class NetworkFailure
{
    public static string Name(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException!)
        {
            switch (e)
            {
                case SocketException socket:
                    return socket.SocketErrorCode.ToString();
                case AuthenticationException:
                    return "TlsFailed";
                case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } when e.InnerException is null:
                    return "TlsFailed";
                case HttpRequestException { InnerException: null, HttpRequestError: not HttpRequestError.Unknown and var error }:
                    return error.ToString();
            }
        }

        return exception is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var outer } ? outer.ToString() : "ConnectionLost";
    }

    public static AddressRefusedException? RefusedAddress(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException!)
        {
            if (e is AddressRefusedException refused)
            {
                return refused;
            }
        }

        return null;
    }
}
