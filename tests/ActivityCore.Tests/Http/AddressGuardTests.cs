using System.Net;
using System.Net.Sockets;
using ActivityCore.Http;

namespace ActivityCore.Tests.Http;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("93.184.215.14", AddressKind.Public)]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c", AddressKind.Public)]
    [InlineData("127.0.0.1", AddressKind.Private)]
    [InlineData("10.1.2.3", AddressKind.Private)]
    [InlineData("172.31.255.255", AddressKind.Private)]
    [InlineData("172.32.0.1", AddressKind.Public)]
    [InlineData("192.168.0.1", AddressKind.Private)]
    [InlineData("100.64.0.1", AddressKind.Private)]
    [InlineData("::1", AddressKind.Private)]
    [InlineData("fd12::1", AddressKind.Private)]
    [InlineData("169.254.169.254", AddressKind.Forbidden)]
    [InlineData("100.100.100.200", AddressKind.Forbidden)]
    [InlineData("192.0.0.192", AddressKind.Forbidden)]
    [InlineData("168.63.129.16", AddressKind.Forbidden)]
    [InlineData("fd00:ec2::254", AddressKind.Forbidden)]
    [InlineData("fd20:ce::254", AddressKind.Forbidden)]
    [InlineData("fe80::1", AddressKind.Forbidden)]
    [InlineData("fe80::1%3", AddressKind.Forbidden)]
    [InlineData("0.0.0.0", AddressKind.Forbidden)]
    [InlineData("::", AddressKind.Forbidden)]
    [InlineData("224.0.0.1", AddressKind.Forbidden)]
    [InlineData("255.255.255.255", AddressKind.Forbidden)]
    [InlineData("ff02::1", AddressKind.Forbidden)]
    [InlineData("::ffff:169.254.169.254", AddressKind.Forbidden)]
    [InlineData("::ffff:10.0.0.1", AddressKind.Private)]
    [InlineData("::169.254.169.254", AddressKind.Forbidden)]
    [InlineData("64:ff9b::a9fe:a9fe", AddressKind.Forbidden)]
    [InlineData("64:ff9b::5db8:d70e", AddressKind.Public)]
    [InlineData("2002:a9fe:a9fe::1", AddressKind.Forbidden)]
    [InlineData("2001:0:53aa:64c:1:2:3:4", AddressKind.Forbidden)]
    public void KindOf_Address_IsWhatItReallyIs(string address, AddressKind expected) => Assert.Equal(expected, AddressKinds.KindOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData(false, "169.254.169.254")]
    [InlineData(true, "169.254.169.254")]
    [InlineData(false, "127.0.0.1")]
    [InlineData(false, "10.0.0.8", "192.168.3.4")]
    [InlineData(true, "::ffff:169.254.169.254", "fe80::1")]
    public async Task ConnectAsync_NameOfNoAllowedAddress_IsRefusedWithoutConnecting(bool allowPrivate, params string[] addresses)
    {
        var sut = new AddressGuard(allowPrivate, Resolver(addresses));

        var error = await Assert.ThrowsAsync<AddressRefusedException>(() => sut.ConnectAsync("rebound.example", 80));

        Assert.StartsWith("rebound.example is ", error.Message, StringComparison.Ordinal);
        Assert.All(addresses, address => Assert.DoesNotContain(address, error.Message, StringComparison.Ordinal));
    }

    /// <summary>DNS answers otherwise the second time: the addresses that were checked are the ones that are called.</summary>
    [Fact]
    public async Task ConnectAsync_NameThatRebinds_IsResolvedOnce()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = 0;
        var sut = new AddressGuard(allowPrivate: true, (_, _) => Task.FromResult(new[] { IPAddress.Parse(asked++ == 0 ? "127.0.0.1" : "169.254.169.254") }));

        using var socket = await sut.ConnectAsync("rebinding.example", ((IPEndPoint)listener.LocalEndpoint).Port);

        Assert.True(socket.Connected);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task ConnectAsync_MixedAnswer_CallsTheAllowedAddressAlone()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sut = new AddressGuard(allowPrivate: true, Resolver("169.254.169.254", "127.0.0.1"));

        using var socket = await sut.ConnectAsync("mixed.example", ((IPEndPoint)listener.LocalEndpoint).Port);

        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)socket.RemoteEndPoint!).Address.MapToIPv4());
    }

    private static Func<string, CancellationToken, Task<IPAddress[]>> Resolver(params string[] addresses) => (_, _) => Task.FromResult(Array.ConvertAll(addresses, IPAddress.Parse));
}
