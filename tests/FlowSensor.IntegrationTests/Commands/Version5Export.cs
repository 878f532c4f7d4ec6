using System.Buffers.Binary;

namespace FlowSensor.IntegrationTests.Commands;

/// <summary>One NetFlow v5 datagram of mail flows (tcp/25 of 192.0.2.25), and a capture that holds it.</summary>
internal static class Version5Export
{
    private const int HeaderLength = 24, RecordLength = 48;

    // The flows last half a second and ended half a second before they are exported.
    private const uint ExportTime = 1_767_225_600, Uptime = 60_000;

    /// <summary>The datagram.</summary>
    /// <param name="flows">Source and next hop as IPv4 addresses, next hop 0 where there is none.</param>
    public static byte[] Of(params ReadOnlySpan<(uint Source, uint NextHop, uint Packets, uint Octets)> flows)
    {
        byte[] datagram = new byte[HeaderLength + (flows.Length * RecordLength)];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, 5);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)flows.Length);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(4), Uptime);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(8), ExportTime);
        for (int i = 0; i < flows.Length; i++)
        {
            Span<byte> record = datagram.AsSpan(HeaderLength + (i * RecordLength), RecordLength);
            BinaryPrimitives.WriteUInt32BigEndian(record, flows[i].Source);
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], 0xC000_0219);
            BinaryPrimitives.WriteUInt32BigEndian(record[8..], flows[i].NextHop);
            BinaryPrimitives.WriteUInt32BigEndian(record[16..], flows[i].Packets);
            BinaryPrimitives.WriteUInt32BigEndian(record[20..], flows[i].Octets);
            BinaryPrimitives.WriteUInt32BigEndian(record[24..], Uptime - 1_000);
            BinaryPrimitives.WriteUInt32BigEndian(record[28..], Uptime - 500);
            BinaryPrimitives.WriteUInt16BigEndian(record[32..], 40_000);
            BinaryPrimitives.WriteUInt16BigEndian(record[34..], 25);
            record[37] = 0x1B;
            record[38] = 6;
        }

        return datagram;
    }

    /// <summary>Writes a pcap file of raw IP packets (link type 101) with the one datagram, from loopback to UDP port 2055.</summary>
    public static void WriteCapture(string path, byte[] datagram)
    {
        byte[] packet = new byte[28 + datagram.Length];
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[8] = 64;
        packet[9] = 17;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), 0x7F00_0001);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(16), 0x7F00_0001);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(20), 40_000);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), 2055);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(24), (ushort)(8 + datagram.Length));
        datagram.CopyTo(packet, 28);

        byte[] header = new byte[40];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2_C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), 65_535);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(20), 101);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), ExportTime + 1);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(32), (uint)packet.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(36), (uint)packet.Length);
        File.WriteAllBytes(path, [.. header, .. packet]);
    }
}
