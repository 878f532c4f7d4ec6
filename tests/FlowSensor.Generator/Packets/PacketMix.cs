using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Generator.Packets;

/// <summary>
/// Writes a mix of packets as at the uplink of a campus: 30 % DNS, 30 % SMTP sessions, the rest web sessions and UDP, of many
/// hosts, all sessions interleaved. Hosts in 10/8, servers in 198.18/15 (RFC 2544).
/// </summary>
internal sealed class PacketMix : IDisposable
{
    private const int SmtpAtOnce = 512, WebAtOnce = 4096, UdpHosts = 16_384, DnsServers = 64, SmtpServers = 256;

    private readonly PacketMixOptions _options;
    private readonly CaptureWriter _writer;
    private readonly FrameBuilder _frames = new();
    private readonly byte[] _udpPayload = new byte[120];
    private readonly DnsTalk _dns = new();
    private readonly TalkStep[][] _smtpScripts = TalkScripts.Smtp();
    private readonly TalkStep[][] _webScripts = TalkScripts.Web();
    private readonly TcpTalk[] _smtp = new TcpTalk[SmtpAtOnce];
    private readonly TcpTalk[] _web = new TcpTalk[WebAtOnce];
    private readonly Queue<(Ends Ends, ushort Id, uint Name)> _asked = new();
    private SeededRandom _random;

    public PacketMix(PacketMixOptions options, Stream output)
    {
        _options = options;
        _writer = new CaptureWriter(output, LinkType.Ethernet);
        _random = new SeededRandom(SeededRandom.Mix(options.Seed + 1));
    }

    /// <summary>What was written so far.</summary>
    public PacketMixTruth Truth { get; } = new();

    /// <summary>Writes everything.</summary>
    public void Run()
    {
        while (Truth.Packets < _options.Packets)
        {
            switch (_random.Below(100))
            {
                case < 30:
                    Write(Dns());
                    break;
                case < 60:
                    Truth.SmtpPackets++;
                    Write(Smtp());
                    break;
                case < 92:
                    Write(Talk(_web, _webScripts, 0xC613_0000 | _random.Below(65_536), 443));
                    break;
                default:
                    uint host = 0x0A00_0001 + _random.Below((uint)Math.Min(_options.Hosts, UdpHosts));
                    Write(_frames.Udp(new Ends(host, PortOf(host), 0xC613_0000 | (host & 0xFF), 4500), _udpPayload));
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private ReadOnlySpan<byte> Dns()
    {
        // An answer comes when some more have asked, so that the shares of both are equal.
        if (_asked.Count > 100 && (_random.Next() & 1) == 0)
        {
            (Ends ends, ushort id, uint name) = _asked.Dequeue();
            Truth.DnsResponses++;
            return _frames.Udp(ends.Back, _dns.Message(id, name, isResponse: true));
        }

        uint host = Host();
        ushort port = _options.FreshPorts ? Port() : PortOf(host);
        uint server = 0xC612_0000 | (_options.FreshPorts ? _random.Below(DnsServers) : host % DnsServers);
        var query = (Ends: new Ends(host, port, server, 53), Id: (ushort)_random.Next(), Name: _random.Below(100_000));
        _asked.Enqueue(query);
        Truth.DnsQueries++;
        return _frames.Udp(query.Ends, _dns.Message(query.Id, query.Name, isResponse: false));
    }

    private ReadOnlySpan<byte> Smtp()
    {
        ReadOnlySpan<byte> frame = Talk(_smtp, _smtpScripts, 0xC612_0100 | _random.Below(SmtpServers), 25, out int step);
        Truth.SmtpSessions += step == 3 ? 1 : 0;
        return frame;
    }

    private ReadOnlySpan<byte> Talk(TcpTalk[] talks, TalkStep[][] scripts, uint server, ushort port) => Talk(talks, scripts, server, port, out _);

    private ReadOnlySpan<byte> Talk(TcpTalk[] talks, TalkStep[][] scripts, uint server, ushort port, out int step)
    {
        ref TcpTalk talk = ref talks[_random.Below((uint)talks.Length)];
        if (talk.IsOver)
        {
            talk = new TcpTalk
            {
                Ends = new Ends(Host(), Port(), server, port),
                Script = scripts[_random.Below((uint)scripts.Length)],
                ClientNext = (uint)_random.Next(),
                ServerNext = (uint)_random.Next(),
            };
        }

        ReadOnlySpan<byte> frame = talk.Next(_frames);
        step = talk.Step;
        return frame;
    }

    // Half of the traffic is that of few, by a cubic law; the other half comes from everywhere.
    private uint Host()
    {
        ulong draw = _random.Next();
        double u = (draw >> 11) * (1.0 / (1UL << 53));
        return 0x0A00_0001 + (uint)((draw & 1) == 0 ? u * _options.Hosts : u * u * u * _options.Hosts);
    }

    private static ushort PortOf(uint host) => (ushort)(1024 + (SeededRandom.Mix(host) % 60_000));

    private ushort Port() => (ushort)(1024 + _random.Below(60_000));

    private void Write(ReadOnlySpan<byte> frame)
    {
        long time = (_options.Start * 1_000_000_000) + (long)(Truth.Packets * (_options.Duration * 1e9 / _options.Packets));
        _writer.Write(time, frame);
        Truth.Packets++;
        Truth.Octets += _frames.PacketLength;
    }
}
