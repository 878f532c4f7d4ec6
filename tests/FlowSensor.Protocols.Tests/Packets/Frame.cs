using System.Buffers.Binary;
using System.Text;

namespace FlowSensor.Protocols.Tests.Packets;

/// <summary>Builds packets from the inside out, with correct lengths and without checksums.</summary>
internal static class Frame
{
    internal static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal));

    internal static byte[] Ethernet(int etherType, byte[] payload) =>
        [.. Hex("020000000002 020000000001"), (byte)(etherType >> 8), (byte)etherType, .. payload];

    /// <summary>From 192.0.2.1 to 198.51.100.2.</summary>
    internal static byte[] IPv4(byte protocol, byte[] payload, int id = 7, int fragment = 0, string options = "")
    {
        byte[] added = Hex(options);
        byte[] packet = [.. Hex("45100000 00000000 40000000 c0000201 c6336402"), .. added, .. payload];
        packet[0] = (byte)(0x45 + (added.Length / 4));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)id);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)fragment);
        packet[9] = protocol;
        return packet;
    }

    /// <summary>From 2001:db8::1 to 2001:db8::2.</summary>
    internal static byte[] IPv6(byte next, byte[] payload)
    {
        byte[] packet = [.. Hex("62000000 00000040 20010db8000000000000000000000001 20010db8000000000000000000000002"), .. payload];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)payload.Length);
        packet[6] = next;
        return packet;
    }

    internal static byte[] IPv6Fragment(byte next, int offsetAndMore, uint id, byte[] data)
    {
        byte[] extension = new byte[8];
        extension[0] = next;
        BinaryPrimitives.WriteUInt16BigEndian(extension.AsSpan(2), (ushort)offsetAndMore);
        BinaryPrimitives.WriteUInt32BigEndian(extension.AsSpan(4), id);
        return IPv6(44, [.. extension, .. data]);
    }

    /// <summary>From port 40000 to port 25, SYN and ACK, sequence 0x01020304.</summary>
    internal static byte[] Tcp(string payload, string options = "")
    {
        byte[] added = Hex(options);
        byte[] segment = [.. Hex("9c400019 01020304 0a0b0c0d 5012 2000 0000 0000"), .. added, .. Encoding.ASCII.GetBytes(payload)];
        segment[12] = (byte)((5 + (added.Length / 4)) << 4);
        return segment;
    }

    /// <summary>From port 40000.</summary>
    internal static byte[] Udp(int port, byte[] payload)
    {
        byte[] datagram = [.. Hex("9c40 0000 0000 0000"), .. payload];
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)port);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), (ushort)datagram.Length);
        return datagram;
    }
}
