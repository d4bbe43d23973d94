using System.Net;
using System.Net.Sockets;

namespace ActivityCore.Http;

/// <summary>Tells what kind an address is, by the special-purpose registries of IANA (RFC 6890 and its updates) and what clouds use for metadata.</summary>
internal static class AddressKinds
{
    // The first that contains an address decides.
    private static readonly (IPNetwork Network, AddressKind Kind)[] Table =
    [
        Of("100.100.100.200/32", AddressKind.Forbidden), // metadata of a cloud, inside the shared address space
        Of("192.0.0.0/24", AddressKind.Forbidden), // protocol assignments; metadata of another cloud
        Of("169.254.0.0/16", AddressKind.Forbidden), // link-local, metadata of most clouds
        Of("168.63.129.16/32", AddressKind.Forbidden), // a cloud's host, under a public address
        Of("0.0.0.0/8", AddressKind.Forbidden),
        Of("192.0.2.0/24", AddressKind.Forbidden),
        Of("198.51.100.0/24", AddressKind.Forbidden),
        Of("203.0.113.0/24", AddressKind.Forbidden),
        Of("192.88.99.0/24", AddressKind.Forbidden),
        Of("224.0.0.0/3", AddressKind.Forbidden), // multicast, reserved, broadcast
        Of("127.0.0.0/8", AddressKind.Private),
        Of("10.0.0.0/8", AddressKind.Private),
        Of("172.16.0.0/12", AddressKind.Private),
        Of("192.168.0.0/16", AddressKind.Private),
        Of("100.64.0.0/10", AddressKind.Private),
        Of("198.18.0.0/15", AddressKind.Private),
        Of("::1/128", AddressKind.Private),
        Of("::/8", AddressKind.Forbidden), // unspecified and what is mapped in ways that nobody uses any more
        Of("fd00:ec2::/32", AddressKind.Forbidden), // metadata of a cloud
        Of("fd20:ce::254/128", AddressKind.Forbidden), // metadata of another cloud
        Of("fc00::/7", AddressKind.Private),
        Of("2001::/23", AddressKind.Forbidden), // Teredo and protocol assignments: they lead elsewhere
        Of("2001:db8::/32", AddressKind.Forbidden),
        Of("2000::/3", AddressKind.Public),
        Of("::/0", AddressKind.Forbidden), // link-local, site-local, multicast and everything unassigned
    ];

    /// <summary>The kind; an address that carries another one inside is what that one is.</summary>
    public static AddressKind KindOf(IPAddress address)
    {
        var real = Unwrapped(address);
        foreach (var (network, kind) in Table)
        {
            if (network.BaseAddress.AddressFamily == real.AddressFamily && network.Contains(real))
            {
                return kind;
            }
        }

        return AddressKind.Public;
    }

    private static IPAddress Unwrapped(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return bytes switch
        {
            [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..] => new IPAddress(bytes.AsSpan(12)), // NAT64
            [0x20, 0x02, ..] => new IPAddress(bytes.AsSpan(2, 4)), // 6to4
            // A zone would let a link-local address pass as another one.
            _ => new IPAddress(bytes),
        };
    }

    private static (IPNetwork Network, AddressKind Kind) Of(string network, AddressKind kind) => (IPNetwork.Parse(network), kind);
}
