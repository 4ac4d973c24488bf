using System.Net;
using System.Net.Sockets;
using AnimatedImage.Gateway;

namespace AnimatedImage.Tests.Gateway;

public sealed class LoopbackPeerTests
{
    private const string Head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
    private static readonly IPEndPoint s_server = new(IPAddress.Loopback, 8080), s_client = new(IPAddress.Loopback, 40000);

    [Theory]
    [InlineData(1000, 1000, false)]
    [InlineData(1000, 1001, true)]
    [InlineData(1000, null, true)]
    [InlineData(null, 1000, false)]
    public void The_users_of_both_ends_are_compared(int? ours, int? theirs, bool isForeign)
    {
        string[] table =
        [
            Head,
            "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1002        0 1 1 0000000000000000 100 0 0 10 0",
            theirs is null ? "" : $"   1: 0100007F:9C40 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  {theirs}        0 2 1 0000000000000000 20 4 30 10 -1",
            ours is null ? "" : $"   2: 0100007F:1F90 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  {ours}        0 3 1 0000000000000000 20 4 30 10 -1",
        ];
        Assert.Equal(isForeign, LoopbackPeer.IsForeign(table, s_server, s_client));
    }

    [Fact]
    public async Task The_system_tells_whose_a_socket_is_and_nothing_of_one_that_is_not_there()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Only Linux tells whose a socket is.");
            return;
        }

        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using Socket accepted = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        IPEndPoint server = (IPEndPoint)listener.LocalEndpoint, other = (IPEndPoint)accepted.RemoteEndPoint!;
        uint? user = SocketOwner.Find(server, other);
        Assert.SkipWhen(user is null, "A sandbox forbids the question.");
        string row = File.ReadLines("/proc/net/tcp").Single(line => line.Contains($":{server.Port:X4} 0100007F:{other.Port:X4}", StringComparison.Ordinal));
        Assert.Equal(row.Split(' ', StringSplitOptions.RemoveEmptyEntries)[7], $"{user}");
        Assert.Equal(user, SocketOwner.Find(other, server));
        Assert.Null(SocketOwner.Find(s_client, s_server));

        // Nobody is connected to the listening socket from there, so its owner is not told for a connection's.
        Assert.Null(SocketOwner.Find(server, s_client));
    }

    [Fact]
    public async Task Ones_own_connection_is_found_in_the_systems_table()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells whose a socket is.");
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using Socket accepted = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        IPEndPoint server = (IPEndPoint)listener.LocalEndpoint, other = (IPEndPoint)accepted.RemoteEndPoint!;
        Assert.False(LoopbackPeer.IsForeign(server, other));

        // With every user but the client's changed, the real table's rows are told apart: both are there and read.
        string theirs = $":{other.Port:X4} ";
        string[] altered = [.. File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6")).Select(line => line.IndexOf(theirs, StringComparison.Ordinal) is > 0 and < 46 && line.IndexOf(theirs, StringComparison.Ordinal) < line.IndexOf($":{server.Port:X4} ", StringComparison.Ordinal) ? line.Replace(" 00000000 ", " 00000000 9", StringComparison.Ordinal) : line)];
        Assert.True(LoopbackPeer.IsForeign(altered, server, other));
    }
}
