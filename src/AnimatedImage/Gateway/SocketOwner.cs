using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AnimatedImage.Gateway;

/// <summary>
/// Whose a connected TCP socket of this machine is, asked of Linux for that one socket (sock_diag(7)). The tables in <c>/proc/net</c> say
/// the same, but the kernel goes through all of its sockets' places for them, which takes milliseconds at each reading.
/// </summary>
[SupportedOSPlatform("linux")]
internal static partial class SocketOwner
{
    private const int NetlinkFamily = 16, Datagram = 2, CloseOnExec = 0x80000, NonBlocking = 0x800, SocketDiagnosis = 4;
    private const ushort ByFamily = 20, Request = 1;
    private const byte InternetFamily = 2, Tcp = 6;

    // struct nlmsghdr (linux/netlink.h), then struct inet_diag_req_v2 or struct inet_diag_msg (linux/inet_diag.h).
    private const int HeadBytes = 16, AskedBytes = 56, AnswerBytes = 72, AddressBytes = 16;
    private const int IdInRequest = HeadBytes + 8, IdInAnswer = HeadBytes + 4, UserInAnswer = HeadBytes + 64;

    /// <summary>The user's number; null when there is no such socket or the system does not answer this question.</summary>
    /// <param name="local">The socket's own end, an address of version 4.</param>
    /// <param name="remote">The end that it is connected to.</param>
    public static uint? Find(IPEndPoint local, IPEndPoint remote)
    {
        int netlink = Open(NetlinkFamily, Datagram | CloseOnExec | NonBlocking, SocketDiagnosis);
        if (netlink < 0)
        {
            return null;
        }

        try
        {
            byte[] request = Ask(local, remote);
            byte[] answer = new byte[512];
            bool isSent = Send(netlink, request, request.Length, 0) == request.Length;

            // The kernel answers before the call that asks returns.
            return isSent && Receive(netlink, answer, answer.Length, 0) is var count and >= HeadBytes + AnswerBytes ? Read(answer.AsSpan(0, (int)count), request) : null;
        }
        finally
        {
            _ = Close(netlink);
        }
    }

    private static byte[] Ask(IPEndPoint local, IPEndPoint remote)
    {
        byte[] request = new byte[HeadBytes + AskedBytes];
        Span<byte> head = request, asked = request.AsSpan(HeadBytes), id = request.AsSpan(IdInRequest);
        MemoryMarshal.Write(head, request.Length);
        MemoryMarshal.Write(head[4..], ByFamily);
        MemoryMarshal.Write(head[6..], Request);
        (asked[0], asked[1]) = (InternetFamily, Tcp);
        MemoryMarshal.Write(asked[4..], uint.MaxValue);
        BinaryPrimitives.WriteUInt16BigEndian(id, (ushort)local.Port);
        BinaryPrimitives.WriteUInt16BigEndian(id[2..], (ushort)remote.Port);
        local.Address.TryWriteBytes(id[4..], out _);
        remote.Address.TryWriteBytes(id[(4 + AddressBytes)..], out _);

        // Neither an interface nor a cookie is known.
        id[^8..].Fill(byte.MaxValue);
        return request;
    }

    // A refusal is a message of another kind; a socket that only listens there has no other end.
    private static uint? Read(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> request) =>
        MemoryMarshal.Read<ushort>(answer[4..]) == ByFamily && answer.Slice(IdInAnswer, 4).SequenceEqual(request.Slice(IdInRequest, 4))
            ? MemoryMarshal.Read<uint>(answer[UserInAnswer..])
            : null;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Send(int socket, byte[] bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Receive(int socket, byte[] bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int socket);
}
