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
    private const byte ProtocolTcp = 6;
    private const byte ProtocolUdp = 17;

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
        if (headers.Protocol is not (ProtocolTcp or ProtocolUdp) || headers.IsLaterFragment)
        {
            return;
        }

        InspectedService atDestination = Ports[headers.DestinationPort];
        InspectedService atSource = Ports[headers.SourcePort];
        if (atDestination == InspectedService.None && atSource == InspectedService.None)
        {
            return;
        }

        _lastTimeMs = Math.Max(_lastTimeMs, timeMs);
        if (headers.Protocol == ProtocolTcp)
        {
            Inspected++;
            AddSegment(headers, payload, atDestination, atSource, timeMs);
        }
        else if (atDestination == InspectedService.Dns || atSource == InspectedService.Dns)
        {
            Inspected++;
            AddDatagram(headers, payload, timeMs);
        }
    }

    /// <summary>The capture ended: sessions still open are taken to end with it.</summary>
    public void Complete() => _reassembler.CloseAll(_lastTimeMs);

    private static int WirePayloadLength(in PacketHeaders headers, int captured) =>
        Math.Max(captured, headers.IpLength - (headers.PayloadOffset - headers.IpOffset));

    private void AddDatagram(in PacketHeaders headers, ReadOnlySpan<byte> payload, long timeMs)
    {
        // The rest of a fragmented message is elsewhere.
        int wireLength = headers.IsFragment ? payload.Length + 1 : WirePayloadLength(headers, payload.Length);
        DnsReadStatus status = DnsMessage.TryRead(payload, wireLength, out DnsMessage message);
        Dns.Add(headers.Source, headers.Destination, status, message, overTcp: false);
        if (status != DnsReadStatus.TruncatedHeader)
        {
            _watch?.Dns(headers.Source, headers.Destination, in message, timeMs);
        }

        if (status != DnsReadStatus.TruncatedHeader && !message.IsResponse && message.OpCode == 0)
        {
            _mail.DnsQuery(headers.Source, timeMs);
        }
    }

    private void AddSegment(
        in PacketHeaders headers, ReadOnlySpan<byte> payload, InspectedService atDestination, InspectedService atSource, long timeMs)
    {
        bool fromClient = atSource == InspectedService.None
            || (atDestination != InspectedService.None && IsFirstClient(headers));
        _reassembler.Add(
            new TcpSegment
            {
                Source = headers.Source,
                Destination = headers.Destination,
                SourcePort = headers.SourcePort,
                DestinationPort = headers.DestinationPort,
                Sequence = headers.TcpSequence,
                Acknowledgment = headers.TcpAcknowledgment,
                Flags = headers.TcpFlags,
                PayloadLength = WirePayloadLength(headers, payload.Length),
            },
            fromClient, payload, timeMs);
    }

    // Both ports are of servers, as old resolvers and mailers did: the higher one asks; between equals the order of addresses stands.
    private static bool IsFirstClient(in PacketHeaders headers) => headers.SourcePort != headers.DestinationPort
        ? headers.SourcePort > headers.DestinationPort
        : headers.Source > headers.Destination;
}
