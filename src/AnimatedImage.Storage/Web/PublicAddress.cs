using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AnimatedImage.Storage.Web;

/// <summary>
/// Which addresses belong to the public internet: everything outside of the special-purpose blocks of RFC 6890 and IANA's registries.
/// Addresses that carry another one inside (mapped, NAT64, 6to4) are judged by that.
/// </summary>
internal static class PublicAddress
{
    private static readonly IPNetwork[] _special4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork _global6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork _nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork _sixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Within the global block: protocol assignments with Teredo (2001::/23) and documentation.</summary>
    private static readonly IPNetwork[] _special6 = [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("3fff::/20")];

    /// <summary>True when anyone on the internet means the same machine by this address.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Array.Exists(_special4, block => block.Contains(address));
        }

        byte[] bytes = address.GetAddressBytes();
        if (_nat64.Contains(address))
        {
            return Is(Inner(bytes, 12));
        }

        if (_sixToFour.Contains(address))
        {
            return Is(Inner(bytes, 2));
        }

        return _global6.Contains(address) && !Array.Exists(_special6, block => block.Contains(address));
    }

    private static IPAddress Inner(byte[] bytes, int offset) => new(BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset)));
}
