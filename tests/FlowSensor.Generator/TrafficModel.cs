using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Generator;

/// <summary>
/// Draws flows: a population of sources of which half the records come from few, mail, DNS and web traffic in both
/// directions, some ICMP and bare SYNs. Addresses: sources in 10/8 and 2001:db8::/33, destinations in 198.18/15
/// (RFC 2544) and 2001:db8:8000::/33, forged sources in 64/2.
/// </summary>
internal sealed class TrafficModel
{
    private const byte IcmpProtocol = 1, TcpProtocol = 6, UdpProtocol = 17, Icmp6Protocol = 58;
    private const byte Syn = 0x02, Complete = 0x1B;

    private readonly GeneratorOptions _options;
    private readonly uint _ipv6Sources;
    private readonly uint _smtp;
    private readonly long _stride;
    private SeededRandom _random;
    private long _record;
    private long _nextSweep;
    private uint _swept;

    public TrafficModel(GeneratorOptions options)
    {
        _options = options;
        _random = new SeededRandom(SeededRandom.Mix(options.Seed + 1));
        _ipv6Sources = options.Format == ExportFormat.V5 ? 0 : (uint)(options.Sources * options.IPv6Share);
        _smtp = (uint)(options.SmtpShare * 10_000);
        _stride = Math.Max(1, options.Records / options.Sources);
    }

    /// <summary>Address of a source of the population.</summary>
    /// <param name="index">Number of the source.</param>
    public IpAddress SourceAddress(long index) => index < _ipv6Sources
        ? new IpAddress(0x2001_0DB8_0000_0000 | (ulong)(index >> 8), 0x0200_00FF_FE00_0000 | (ulong)(index & 0xFF))
        : IpAddress.FromIPv4(0x0A00_0000 + 1 + (uint)(index - _ipv6Sources));

    /// <summary>Draws the next flow.</summary>
    /// <param name="ipv4Only">The exporter cannot carry IPv6.</param>
    /// <param name="flow">The flow.</param>
    public void Next(bool ipv4Only, out GeneratedFlow flow)
    {
        flow = default;
        PickSource(ipv4Only, ref flow);
        ulong dice = _random.Next();
        PickService(Role(flow.SourceIndex, dice), ref flow);
        PickCounters(_random.Next(), ref flow);
        flow.Input = (ushort)(1 + ((dice >> 20) & 7));
        flow.Output = (ushort)(9 + ((dice >> 23) & 3));
        flow.LastAge = (uint)((dice >> 26) & 0x3FFF);
        flow.FirstAge = flow.LastAge + (flow.Packets == 1 ? 0 : (uint)((dice >> 40) & 0x7FFF));
        _record++;
    }

    // What a host does decides its service and its side: real hosts show two or three classes of traffic, not all of them.
    private (ulong Service, bool Answers) Role(long source, ulong dice)
    {
        if (_options.EveryService)
        {
            return (dice, (dice >> 60) < 6);
        }

        ulong host = SeededRandom.Mix((ulong)source + _options.Seed);
        return (SeededRandom.Mix(host + (dice >> 63)), (host >> 60) < 6);
    }

    private void PickSource(bool ipv4Only, ref GeneratedFlow flow)
    {
        if (_options.Forge)
        {
            flow.SourceIndex = _record;
            flow.Source = ForgedAddress(_record, ipv4Only);
            return;
        }

        uint sources = (uint)_options.Sources;
        uint index;
        if (_record >= _nextSweep && _swept < sources && !(ipv4Only && _swept < _ipv6Sources))
        {
            index = _swept++;
            _nextSweep += _stride;
        }
        else
        {
            uint low = ipv4Only ? _ipv6Sources : 0;
            ulong draw = _random.Next();
            uint place = (uint)(((draw >> 32) * (sources - low)) >> 32);
            index = (draw & 1) == 0 ? low + place : low + Crowded(draw, sources - low);
        }

        flow.SourceIndex = index;
        flow.Source = SourceAddress(index);
    }

    /// <summary>A cubic law spread over the population: a thousandth of the sources draws a tenth of the records.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Crowded(ulong draw, uint sources)
    {
        double u = (draw >> 11) * (1.0 / (1UL << 53));
        uint rank = Math.Min(sources - 1, (uint)(u * u * u * sources));

        // A step that shares no factor with the population's size keeps the order one-to-one.
        return (uint)(rank * 2_654_435_761UL % sources);
    }

    private IpAddress ForgedAddress(long index, bool ipv4Only)
    {
        if (!ipv4Only && index % 100 < _options.IPv6Share * 100)
        {
            return new IpAddress(0x2001_0DB8_0000_0000, SeededRandom.Mix((ulong)index + _options.Seed));
        }

        // An odd multiplier permutes the 30 bits.
        return IpAddress.FromIPv4(0x4000_0000 | ((uint)(index + (long)_options.Seed) * 0x2545_F491 & 0x3FFF_FFFF));
    }

    private void PickService((ulong Service, bool Answers) role, ref GeneratedFlow flow)
    {
        flow.Services = 1u << ServiceTruth.All;
        ulong draw = _random.Next();
        ushort client = (ushort)(1024 + (draw & 0x7FFF));
        flow.Protocol = TcpProtocol;
        (int service, ushort server) = Service((uint)(role.Service % 10_000), role.Service, ref flow.Protocol);
        flow.Destination = Destination(service, draw >> 16, in flow);
        if (service == ServiceTruth.Icmp)
        {
            flow.Protocol = flow.IsIPv6 ? Icmp6Protocol : IcmpProtocol;
            flow.DestinationPort = (ushort)(flow.IsIPv6 ? 0x8000 : 0x0800);
            flow.Services |= 1u << service;
            return;
        }

        bool response = service != ServiceTruth.All && role.Answers;
        flow.SourcePort = response ? server : client;
        flow.DestinationPort = response ? client : server;
        if (service != ServiceTruth.All)
        {
            flow.Services |= 1u << (response ? service + 1 : service);
        }

        if (flow.Protocol == TcpProtocol)
        {
            bool bare = !response && ((draw >> 52) & 31) == 0;
            flow.TcpFlags = bare ? Syn : Complete;
            flow.Services |= bare ? 1u << ServiceTruth.Syn : 0;
        }
    }

    private (int Service, ushort Port) Service(uint dice, ulong draw, ref byte protocol)
    {
        if (dice < _smtp)
        {
            return (ServiceTruth.Smtp, 25);
        }

        uint rest = (uint)((draw >> 40) & 0xFF);
        switch (rest)
        {
            case < 80:
                protocol = (rest & 15) == 0 ? TcpProtocol : UdpProtocol;
                return (ServiceTruth.Dns, rest == 16 ? (ushort)853 : (ushort)53);
            case < 190:
                return (ServiceTruth.Www, rest < 100 ? (ushort)80 : (ushort)443);
            case < 196:
                return (ServiceTruth.Submission, rest < 193 ? (ushort)465 : (ushort)587);
            case < 202:
                return (ServiceTruth.Pop3, rest < 199 ? (ushort)110 : (ushort)995);
            case < 208:
                return (ServiceTruth.Imap, rest < 205 ? (ushort)993 : (ushort)143);
            case < 214:
                return (ServiceTruth.Icmp, 0);
            case < 230:
                protocol = UdpProtocol;
                return (ServiceTruth.All, 123);
            default:
                return (ServiceTruth.All, 8080);
        }
    }

    /// <summary>A mail source talks to one to four servers, so that pairs repeat; all others spread over the range.</summary>
    private static IpAddress Destination(int service, ulong draw, in GeneratedFlow flow)
    {
        ulong place = service == ServiceTruth.Smtp
            ? SeededRandom.Mix((ulong)flow.SourceIndex * 8 + draw % (1 + (ulong)flow.SourceIndex % 4)) % 4096
            : draw & 0x1_FFFF;
        return flow.IsIPv6
            ? new IpAddress(0x2001_0DB8_8000_0000, 1 + place)
            : IpAddress.FromIPv4(0xC612_0000 | (uint)place);
    }

    private static void PickCounters(ulong draw, ref GeneratedFlow flow)
    {
        uint scale = (uint)(draw & 0x3FF);
        flow.Packets = flow.TcpFlags == Syn || flow.Protocol == UdpProtocol
            ? 1 + (scale & 1)
            : scale == 0 ? 100_000 + (uint)((draw >> 10) & 0xF_FFFF) : 1 + (uint)((draw >> 10) & 31);
        uint octetsPerPacket = flow.TcpFlags == Syn ? 60 : 60 + (uint)((draw >> 30) % 1400);
        flow.Octets = flow.Packets * octetsPerPacket;
    }
}
