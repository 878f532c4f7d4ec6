using System.Buffers.Binary;
using FlowSensor.Protocols.Tests.Packets;

namespace FlowSensor.Protocols.Tests.SFlow;

/// <summary>Builds sFlow version 5 datagrams.</summary>
internal static class SFlowBytes
{
    internal static byte[] U32(params uint[] values)
    {
        byte[] octets = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(i * 4), values[i]);
        }

        return octets;
    }

    /// <summary>A datagram of agent 192.0.2.9, sub-agent 3, sequence 77, uptime 5000.</summary>
    internal static byte[] Datagram(params byte[][] samples) =>
        [.. U32(5, 1, 0xC0000209, 3, 77, 5000, (uint)samples.Length), .. samples.SelectMany(sample => sample)];

    internal static byte[] Item(uint format, byte[] content) =>
        [.. U32(format, (uint)content.Length), .. content, .. new byte[-content.Length & 3]];

    internal static byte[] FlowSample(uint rate, uint input, uint output, params byte[][] records) =>
        Item(1, [.. U32(1, 7, rate, 1000, 0, input, output, (uint)records.Length), .. records.SelectMany(record => record)]);

    internal static byte[] ExpandedFlowSample(uint rate, uint input, uint outputFormat, uint output, params byte[][] records) =>
        Item(3, [.. U32(1, 0, 7, rate, 1000, 0, 0, input, outputFormat, output, (uint)records.Length), .. records.SelectMany(record => record)]);

    internal static byte[] RawHeader(uint protocol, uint frameLength, byte[] header) =>
        Item(1, [.. U32(protocol, frameLength, 4, (uint)header.Length), .. header, .. new byte[-header.Length & 3]]);

    internal static byte[] TcpFrame() => Frame.Ethernet(0x8100, [.. Frame.Hex("0064 0800"), .. Frame.IPv4(6, Frame.Tcp("hello"))]);
}
