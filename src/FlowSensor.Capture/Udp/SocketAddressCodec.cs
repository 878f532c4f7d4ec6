using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FlowSensor.Capture.Native;

namespace FlowSensor.Capture.Udp;

/// <summary>
/// <c>sockaddr_in</c> (family, port, 4 octets) and <c>sockaddr_in6</c> (family, port, flow label, 16 octets, scope) of Linux: the family and the
/// scope in host order, the rest in network order.
/// </summary>
internal static class SocketAddressCodec
{
    /// <summary>Room for either kind.</summary>
    public const int Size = 32;

    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000;

    public static int Write(IPEndPoint endpoint, Span<byte> destination)
    {
        destination.Clear();
        bool inet6 = endpoint.AddressFamily == AddressFamily.InterNetworkV6;
        ushort family = (ushort)(inet6 ? LibC.AddressFamilyInet6 : LibC.AddressFamilyInet);
        MemoryMarshal.Write(destination, family);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)endpoint.Port);
        endpoint.Address.TryWriteBytes(destination[(inet6 ? 8 : 4)..], out _);
        if (!inet6)
        {
            return 16;
        }

        MemoryMarshal.Write(destination[24..], (uint)endpoint.Address.ScopeId);
        return 28;
    }

    /// <summary>Reads the address as two big-endian halves of its sixteen-octet form, and the port.</summary>
    public static void Read(ReadOnlySpan<byte> source, out ulong high, out ulong low, out ushort port)
    {
        port = BinaryPrimitives.ReadUInt16BigEndian(source[2..]);
        if (MemoryMarshal.Read<ushort>(source) == LibC.AddressFamilyInet)
        {
            high = 0;
            low = MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(source[4..]);
            return;
        }

        high = BinaryPrimitives.ReadUInt64BigEndian(source[8..]);
        low = BinaryPrimitives.ReadUInt64BigEndian(source[16..]);
    }
}
