using FlowSensor.Engine.Inspection;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Tests.Inspection;

/// <summary>One whole SMTP session and a DNS query, sent without allocating.</summary>
internal static class SteadySession
{
    private static readonly IpAddress Client = IpAddress.Parse("198.51.100.7");
    private static uint _sequence = 1;
    private static long _timeMs = 1_700_000_000_000;

    internal static void Send(PacketInspector inspector, IpAddress server, ReadOnlySpan<byte> query, ushort port)
    {
        PacketHeaders dns = new() { Source = server, Destination = Client, SourcePort = port, DestinationPort = 53, Protocol = 17, IpLength = 28 + query.Length, PayloadOffset = 28 };
        inspector.Add(dns, query, _timeMs);

        uint client = _sequence += 100_000;
        uint mail = client + 7;
        Segment(inspector, true, server, port, 0x02, client++, 0, default);
        Segment(inspector, false, server, port, 0x12, mail++, client, default);
        Segment(inspector, true, server, port, 0x10, client, mail, default);
        Say(inspector, false, server, port, ref mail, client, "220 mx.example.net ESMTP\r\n"u8);
        Say(inspector, true, server, port, ref client, mail, "EHLO client.exam"u8);

        // One segment comes late.
        Segment(inspector, true, server, port, 0x18, client + 9, mail, "MAIL FROM:<a@example.com>\r\n"u8);
        Say(inspector, true, server, port, ref client, mail, "ple.com\r\n"u8);
        client += 27;
        Say(inspector, false, server, port, ref mail, client, "250 mx\r\n250 2.1.0 Ok\r\n"u8);
        Say(inspector, true, server, port, ref client, mail, "RCPT TO:<b@example.net>\r\nRCPT TO:<c@example.net>\r\nDATA\r\n"u8);
        Say(inspector, false, server, port, ref mail, client, "250 2.1.5 Ok\r\n550 5.1.1 User unknown\r\n354 End\r\n"u8);
        Say(inspector, true, server, port, ref client, mail, "Subject: x\r\n\r\ntext\r\n.\r\nQUIT\r\n"u8);
        Say(inspector, false, server, port, ref mail, client, "250 2.0.0 Ok\r\n221 Bye\r\n"u8);
        Segment(inspector, false, server, port, 0x11, mail, client, default);
        Segment(inspector, true, server, port, 0x11, client, mail + 1, default);
    }

    private static void Say(
        PacketInspector inspector, bool fromClient, IpAddress server, ushort port, ref uint sequence, uint acknowledgment, ReadOnlySpan<byte> octets)
    {
        Segment(inspector, fromClient, server, port, 0x18, sequence, acknowledgment, octets);
        sequence += (uint)octets.Length;
    }

    private static void Segment(
        PacketInspector inspector, bool fromClient, IpAddress server, ushort port, byte flags, uint sequence, uint acknowledgment, ReadOnlySpan<byte> octets)
    {
        PacketHeaders headers = new()
        {
            Source = fromClient ? Client : server,
            Destination = fromClient ? server : Client,
            SourcePort = fromClient ? port : (ushort)25,
            DestinationPort = fromClient ? (ushort)25 : port,
            Protocol = 6,
            IpLength = 40 + octets.Length,
            PayloadOffset = 40,
            TcpFlags = flags,
            TcpSequence = sequence,
            TcpAcknowledgment = acknowledgment,
        };
        inspector.Add(headers, octets, _timeMs++);
    }
}
