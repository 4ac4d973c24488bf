using System.Globalization;
using System.Net;

namespace AnimatedImage.Gateway;

/// <summary>
/// Tells whether the other end of a loopback connection belongs to another user: arguments of processes, and with them the address of a
/// source, may be seen by every user of a machine, but only our own children may use it. Linux says whose each socket is, at once
/// (<see cref="SocketOwner"/>) or, where a sandbox forbids that question, in a table (proc(5), <c>/proc/net/tcp</c>); elsewhere the
/// address alone has to do.
/// </summary>
internal static class LoopbackPeer
{
    // Rows can be missed while others come and go.
    private const int Readings = 3;
    private const int ShortAddress = 8;
    private const int LocalColumn = 1;
    private const int RemoteColumn = 2;
    private const int UserColumn = 7;

    // Sockets for both families of addresses stand in the second one.
    private static readonly string[] s_tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>True when the system says that the client's socket and ours are not the same user's.</summary>
    /// <param name="server">Our end.</param>
    /// <param name="client">The other end.</param>
    public static bool IsForeign(IPEndPoint server, IPEndPoint client)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        if (SocketOwner.Find(server, client) is { } ours && SocketOwner.Find(client, server) is { } theirs)
        {
            return ours != theirs;
        }

        try
        {
            bool isForeign = true;
            for (int reading = 0; isForeign && reading < Readings; reading++)
            {
                isForeign = IsForeign(s_tables.Where(File.Exists).SelectMany(File.ReadLines), server, client);
            }

            return isForeign;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The same, from the lines of the tables. Where our end is not told, nothing is.</summary>
    internal static bool IsForeign(IEnumerable<string> table, IPEndPoint server, IPEndPoint client)
    {
        string ours = Spell(server), theirs = Spell(client);
        string? ourUser = null, theirUser = null;
        foreach (string line in table)
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length > UserColumn)
            {
                (string local, string remote) = (Shorten(columns[LocalColumn]), Shorten(columns[RemoteColumn]));
                ourUser = local == ours && remote == theirs ? columns[UserColumn] : ourUser;
                theirUser = local == theirs && remote == ours ? columns[UserColumn] : theirUser;
                if (ourUser is not null && theirUser is not null)
                {
                    return ourUser != theirUser;
                }
            }
        }

        return ourUser is not null;
    }

    // An address of version 6 that stands for one of version 4 ends with it (RFC 4291, 2.5.5.2).
    private static string Shorten(string address) =>
        address.IndexOf(':', StringComparison.Ordinal) is > ShortAddress and int colon ? address[(colon - ShortAddress)..] : address;

    // The address as the machine keeps it in memory, the port in network order.
    private static string Spell(IPEndPoint end) => string.Create(
        CultureInfo.InvariantCulture, $"{BitConverter.ToUInt32(end.Address.GetAddressBytes()):X8}:{end.Port:X4}");
}
