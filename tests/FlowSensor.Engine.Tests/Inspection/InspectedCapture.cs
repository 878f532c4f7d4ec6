using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Tests.Inspection;

/// <summary>A capture file run through the packet inspector.</summary>
internal static class InspectedCapture
{
    internal delegate bool Selection(in PacketHeaders headers);

    internal static PacketInspector Read(
        string path, InspectedPorts? ports = null, MailServerStatistics? mail = null, Selection? selection = null)
    {
        PacketInspector inspector = new(
            new InspectionOptions(), mail ?? new MailServerStatistics(new MailStatisticsOptions(), MailCalendar.Default), ports);
        PacketParser parser = new(new PacketParserOptions { UnwrapGre = true, UnwrapIpInIp = true, UnwrapVxlan = true, UnwrapGeneve = true });
        FragmentReassembler reassembler = new();
        using FileStream file = File.OpenRead(path);
        using CaptureReader reader = CaptureReader.Open(file);
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            ReadOnlySpan<byte> data = packet.Data;
            long timeMs = packet.TimestampNs / 1_000_000;
            parser.Parse(packet.LinkType, data, packet.WireLength, out PacketHeaders headers);
            if (headers.IpVersion == 0)
            {
                continue;
            }

            // A fragment is looked at once its datagram is whole; one that is not kept is looked at as it is.
            ReassemblyStatus status = reassembler.Add(data, headers, timeMs, out ReadOnlySpan<byte> whole);
            if (status == ReassemblyStatus.Complete)
            {
                data = whole;
                parser.Parse(LinkType.Raw, data, data.Length, out headers);
            }
            else if (status == ReassemblyStatus.Incomplete)
            {
                continue;
            }

            if (headers.PayloadOffset != 0 && (selection is null || selection(headers)))
            {
                inspector.Add(headers, data.Slice(headers.PayloadOffset, headers.PayloadLength), timeMs);
            }
        }

        inspector.Complete();
        return inspector;
    }
}
