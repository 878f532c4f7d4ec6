using System.Runtime.CompilerServices;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Dns;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Inspection;

/// <summary>
/// Reads DNS, SMTP, POP3 and IMAP out of captured packets and counts what they say. One owner thread; no state survives but
/// counters and bounded tables; content and local parts of addresses are never kept.
/// </summary>
internal sealed class PacketInspector
{
    private readonly TcpReassembler _reassembler;
    private readonly MailServerStatistics _mail;
    private readonly WireWatch? _watch;
    private long _lastTimeMs;

    public PacketInspector(InspectionOptions options, MailServerStatistics mail, InspectedPorts? ports = null, WireWatch? watch = null)
    {
        _mail = mail;
        _watch = watch;
        Ports = ports ?? new InspectedPorts();
        Dns = new DnsStatistics(options.MaxDnsClients);
        Smtp = new SmtpStatistics(options);
        Sessions = new SessionInspector(options, Ports, Dns, Smtp, mail, watch);
        _reassembler = new TcpReassembler(options, Sessions);
    }

    public InspectedPorts Ports { get; }

    public DnsStatistics Dns { get; }

    public SmtpStatistics Smtp { get; }

    /// <summary>POP3 sessions.</summary>
    public ref readonly MailboxCounters Pop3 => ref Sessions.Pop3;

    /// <summary>IMAP sessions.</summary>
    public ref readonly MailboxCounters Imap => ref Sessions.Imap;

    /// <summary>What became of TCP segments.</summary>
    public ReassemblyCounters Reassembly => _reassembler.Counters;

    /// <summary>Connection attempts that were pushed out before their handshake was complete or their time was over.</summary>
    public long HandshakesPushedOut => _reassembler.HandshakesPushedOut;

    /// <summary>TCP sessions held.</summary>
    public int OpenSessions => _reassembler.Sessions;

    /// <summary>Blocks of segments that wait for earlier ones.</summary>
    public int WaitingBlocks => _reassembler.WaitingBlocks;

    /// <summary>Packets on ports that are inspected.</summary>
    public long Inspected { get; private set; }

    private SessionInspector Sessions { get; }

    /// <summary>Takes a parsed packet and its transport payload as captured; others than the inspected ports are passed over.</summary>
    public void Add(in PacketHeaders headers, ReadOnlySpan<byte> payload, long timeMs)
    {
        InspectedPacket packet = default;
        if (TrySelect(headers, payload, timeMs, ref packet))
        {
            Inspect(packet, payload);
        }
    }

    /// <summary>Tells whether a packet is inspected, and begins to fetch what is looked up first of it.</summary>
    /// <param name="headers">What the parser found.</param>
    /// <param name="payload">Transport payload as captured.</param>
    /// <param name="timeMs">Capture time, Unix milliseconds.</param>
    /// <param name="packet">Filled wholly where the packet is inspected.</param>
    public bool TrySelect(in PacketHeaders headers, ReadOnlySpan<byte> payload, long timeMs, ref InspectedPacket packet)
    {
        if (headers.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp) || headers.IsLaterFragment)
        {
            return false;
        }

        InspectedService atDestination = Ports[headers.DestinationPort];
        InspectedService atSource = Ports[headers.SourcePort];
        if ((atDestination | atSource) == InspectedService.None)
        {
            return false;
        }

        _lastTimeMs = Math.Max(_lastTimeMs, timeMs);
        packet.TimeMs = timeMs;
        packet.IsTcp = headers.Protocol == IpProtocol.Tcp;
        if (packet.IsTcp)
        {
            SelectSegment(headers, payload, atDestination, atSource, ref packet);
        }
        else if (atDestination == InspectedService.Dns || atSource == InspectedService.Dns)
        {
            SelectDatagram(headers, payload, ref packet);
        }
        else
        {
            return false;
        }

        Inspected++;
        return true;
    }

    /// <summary>Begins to fetch what <see cref="InspectDatagram"/> will touch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ExpectDatagram(ref InspectedPacket packet)
    {
        packet.Slot = Dns.Expect(packet.Hash, packet.FromClient);
        if (packet.FromClient)
        {
            _mail.Expect(packet.Hash);
        }
    }

    /// <summary>Begins to fetch what <see cref="ApproachSegment"/> reads and <see cref="InspectSegment"/> will touch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ExpectSegment(ref InspectedPacket packet) => packet.Slot = _reassembler.Expect(packet.Hash);

    /// <summary>Begins to fetch what the rows of <see cref="ExpectSegment"/>, which have come, lead to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ApproachSegment(in InspectedPacket packet) => _reassembler.Approach(packet.Session, packet.Slot);

    /// <summary>Inspects a packet that was selected before.</summary>
    public void Inspect(in InspectedPacket packet, ReadOnlySpan<byte> payload)
    {
        if (packet.IsTcp)
        {
            InspectSegment(packet, payload);
        }
        else
        {
            InspectDatagram(packet, payload);
        }
    }

    /// <summary>Takes a segment that was selected before, in the order of the capture.</summary>
    public void InspectSegment(in InspectedPacket packet, ReadOnlySpan<byte> payload) =>
        _reassembler.Add(packet.Session, packet.Hash, packet.Slot, packet.Segment, packet.FromClient, payload, packet.TimeMs);

    /// <summary>Reads a datagram that was selected before.</summary>
    public void InspectDatagram(in InspectedPacket packet, ReadOnlySpan<byte> payload)
    {
        DnsReadStatus status = DnsMessage.TryRead(payload, packet.Segment.PayloadLength, out DnsMessage message);
        Dns.Add(packet.Session.Client, packet.Hash, packet.Slot, status, message, overTcp: false);
        if (status == DnsReadStatus.TruncatedHeader)
        {
            return;
        }

        _watch?.Dns(packet.Session.Client, in message, packet.TimeMs);
        if (!message.IsResponse && message.OpCode == 0)
        {
            _mail.DnsQuery(packet.Session.Client, packet.Hash, packet.TimeMs);
        }
    }

    /// <summary>The capture ended: sessions still open are taken to end with it.</summary>
    public void Complete() => _reassembler.CloseAll(_lastTimeMs);

    private static int WirePayloadLength(in PacketHeaders headers, int captured) =>
        Math.Max(captured, headers.IpLength - (headers.PayloadOffset - headers.IpOffset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SelectDatagram(in PacketHeaders headers, ReadOnlySpan<byte> payload, ref InspectedPacket packet)
    {
        // The rest of a fragmented message is elsewhere.
        int wireLength = headers.IsFragment ? payload.Length + 1 : WirePayloadLength(headers, payload.Length);
        packet.Segment = new TcpSegment { PayloadLength = wireLength, Sequence = 0, Acknowledgment = 0, Flags = 0 };
        packet.FromClient = !DnsMessage.IsResponseHeader(payload);
        packet.Session = packet.FromClient
            ? new SessionKey(headers.Source, headers.SourcePort, headers.Destination, headers.DestinationPort)
            : new SessionKey(headers.Destination, headers.DestinationPort, headers.Source, headers.SourcePort);
        packet.Hash = DnsStatistics.HashOf(packet.Session.Client);
        packet.Slot = -1;
        Dns.Fetch(packet.Hash);
        if (packet.FromClient)
        {
            _mail.Fetch(packet.Hash);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SelectSegment(
        in PacketHeaders headers, ReadOnlySpan<byte> payload, InspectedService atDestination, InspectedService atSource, ref InspectedPacket packet)
    {
        packet.FromClient = atSource == InspectedService.None
            || (atDestination != InspectedService.None && IsFirstClient(headers));
        packet.Session = packet.FromClient
            ? new SessionKey(headers.Source, headers.SourcePort, headers.Destination, headers.DestinationPort)
            : new SessionKey(headers.Destination, headers.DestinationPort, headers.Source, headers.SourcePort);
        packet.Segment = new TcpSegment
        {
            Sequence = headers.TcpSequence,
            Acknowledgment = headers.TcpAcknowledgment,
            Flags = headers.TcpFlags,
            PayloadLength = WirePayloadLength(headers, payload.Length),
        };
        packet.Hash = _reassembler.HashOf(packet.Session);
        packet.Slot = -1;
        _reassembler.Fetch(packet.Hash);
    }

    // Both ports are of servers, as old resolvers and mailers did: the higher one asks; between equals the order of addresses stands.
    private static bool IsFirstClient(in PacketHeaders headers) => headers.SourcePort != headers.DestinationPort
        ? headers.SourcePort > headers.DestinationPort
        : headers.Source > headers.Destination;
}
