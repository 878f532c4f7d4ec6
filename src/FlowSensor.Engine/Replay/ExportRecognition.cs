using System.Buffers.Binary;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Replay;

/// <summary>Tells a capture of export datagrams from one of ordinary traffic by its first packets.</summary>
public static class ExportRecognition
{
    private const int PacketsLookedAt = 200;
    private const int SmallestHeader = 16;
    private const int SFlowVersion = 5;
    private const int DnsPort = 53;

    /// <summary>Decides for one file, given from its start.</summary>
    /// <returns>Exports when at least half of the IP packets carry something that begins as an export datagram.</returns>
    public static CaptureKind Decide(CaptureReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var parser = new PacketParser();
        int packets = 0;
        int exports = 0;
        for (int i = 0; i < PacketsLookedAt && reader.TryReadNext(out CapturedPacket packet); i++)
        {
            if (parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers) != ParseStatus.Ok
                || headers.IsLaterFragment)
            {
                continue;
            }

            packets++;
            bool isUdp = headers.Protocol == 17 && headers.SourcePort != DnsPort && headers.DestinationPort != DnsPort;
            if (isUdp && LooksLikeExport(packet.Data.Slice(headers.PayloadOffset, headers.PayloadLength)))
            {
                exports++;
            }
        }

        return exports > 0 && exports * 2 >= packets ? CaptureKind.Exports : CaptureKind.Packets;
    }

    private static bool LooksLikeExport(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < SmallestHeader)
        {
            return false;
        }

        int version = BinaryPrimitives.ReadUInt16BigEndian(payload);
        return version is 1 or 5 or 7 or 9 or 10 || BinaryPrimitives.ReadUInt32BigEndian(payload) == SFlowVersion;
    }
}
