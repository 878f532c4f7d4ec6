using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Tests.Inspection;

/// <summary>A capture file run through the packet inspector.</summary>
internal static class InspectedCapture
{
    internal static PacketInspector Read(string path, InspectedPorts? ports = null, MailServerStatistics? mail = null)
    {
        PacketInspector inspector = new(
            new InspectionOptions(), mail ?? new MailServerStatistics(new MailStatisticsOptions(), MailCalendar.Default), ports);
        PacketParser parser = new(new PacketParserOptions { UnwrapGre = true, UnwrapIpInIp = true, UnwrapVxlan = true, UnwrapGeneve = true });
        using FileStream file = File.OpenRead(path);
        using CaptureReader reader = CaptureReader.Open(file);
        while (reader.TryReadNext(out CapturedPacket packet))
        {
            parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers);
            if (headers.IpVersion == 0 || headers.PayloadOffset == 0)
            {
                continue;
            }

            inspector.Add(headers, packet.Data.Slice(headers.PayloadOffset, headers.PayloadLength), packet.TimestampNs / 1_000_000);
        }

        inspector.Complete();
        return inspector;
    }
}
