using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Tests.Collection;

/// <summary>The unfragmented UDP payloads of a capture with their sender and arrival.</summary>
internal static class ExportDatagrams
{
    internal static List<(byte[] Payload, IpAddress Source, long ArrivalMs)> Read(string path)
    {
        List<(byte[], IpAddress, long)> datagrams = [];
        var parser = new PacketParser();
        using CaptureReader reader = CaptureReader.Open(File.OpenRead(path));
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            if (parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers) == ParseStatus.Ok
                && headers is { Protocol: 17, IsFragment: false, PayloadLength: > 0 })
            {
                byte[] payload = packet.Data.Slice(headers.PayloadOffset, headers.PayloadLength).ToArray();
                datagrams.Add((payload, headers.Source, packet.TimestampNs / 1_000_000));
            }
        }

        return datagrams;
    }
}
