using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace FlowSensor.Protocols.Flows;

/// <summary>
/// The information elements FlowSensor reads, by enterprise number and id. Ids: IANA "IPFIX Information Elements" registry, which
/// holds the NetFlow v9 field types 1-127 too; 29305 is the reverse direction of the same registry (RFC 5103 6.1).
/// </summary>
internal static class ElementTargets
{
    /// <summary>Enterprise number of reverse information elements (RFC 5103 6.1).</summary>
    private const uint Reverse = 29305;

    // Cisco ASA releases before the registry's firewall elements used these field types (NetFlow v9 only).
    private const ushort AsaNatSource = 40001;
    private const ushort AsaNatDestination = 40002;
    private const ushort AsaNatSourcePort = 40003;
    private const ushort AsaNatDestinationPort = 40004;
    private const ushort AsaFirewallEvent = 40005;

    private static readonly FrozenDictionary<(uint, ushort), ElementTarget> Targets = Build().ToFrozenDictionary();

    private static readonly HashSet<int> Labels =
    [
        .. Both(nameof(FlowRecord.BgpNextHop)), .. Both(nameof(FlowRecord.PostNatSource)), .. Both(nameof(FlowRecord.PostNatDestination)),
        Slot(nameof(FlowRecord.PostNatSourcePort)), Slot(nameof(FlowRecord.PostNatDestinationPort)),
        Slot(nameof(FlowRecord.Input)), Slot(nameof(FlowRecord.Output)), Slot(nameof(FlowRecord.SourceAs)), Slot(nameof(FlowRecord.DestinationAs)),
        Slot(nameof(FlowRecord.SourceMask)), Slot(nameof(FlowRecord.DestinationMask)), Slot(nameof(FlowRecord.Tos)), Slot(nameof(FlowRecord.Direction)),
        Slot(nameof(FlowRecord.Vlan)), Slot(nameof(FlowRecord.PostVlan)), Slot(nameof(FlowRecord.SourceMac)), Slot(nameof(FlowRecord.DestinationMac)),
        Slot(nameof(FlowRecord.ForwardingStatus)), Slot(nameof(FlowRecord.FirewallEvent)), Slot(nameof(FlowRecord.ApplicationId)),
    ];

    /// <summary>The slot a field of <see cref="FlowRecord"/> starts at.</summary>
    public static int Slot(string field) => (int)Marshal.OffsetOf<FlowRecord>(field) / sizeof(ulong);

    /// <summary>True for a slot that describes a flow without being counted by: decoders leave it at 0 where nobody asks for every field.</summary>
    public static bool IsLabel(int slot) => Labels.Contains(slot);

    /// <summary>Looks an element up.</summary>
    public static bool TryGet(uint enterpriseNumber, ushort elementId, out ElementTarget target) =>
        Targets.TryGetValue((enterpriseNumber, elementId), out target);

    private static int[] Both(string address) => [Slot(address), Slot(address) + 1];

    private static Dictionary<(uint, ushort), ElementTarget> Build()
    {
        var targets = new Dictionary<(uint, ushort), ElementTarget>();
        AddCounters(targets);
        AddAddresses(targets);
        AddPortsAndLabels(targets);
        AddTimes(targets);
        AddSampling(targets);
        return targets;
    }

    // Delta before total before firewall counters: one record, one writer per field.
    private static void AddCounters(Dictionary<(uint, ushort), ElementTarget> targets)
    {
        int octets = Slot(nameof(FlowRecord.Octets));
        int packets = Slot(nameof(FlowRecord.Packets));
        int reverseOctets = Slot(nameof(FlowRecord.ReverseOctets));
        int reversePackets = Slot(nameof(FlowRecord.ReversePackets));
        ReadOnlySpan<ushort> octetElements = [1, 85, 231];
        ReadOnlySpan<ushort> packetElements = [2, 86, 298];
        for (int rank = 0; rank < octetElements.Length; rank++)
        {
            targets[(0, octetElements[rank])] = new ElementTarget(octets, Rank: rank);
            targets[(0, packetElements[rank])] = new ElementTarget(packets, Rank: rank);
        }

        int egressOctets = Slot(nameof(FlowRecord.EgressOctets));
        int egressPackets = Slot(nameof(FlowRecord.EgressPackets));
        targets[(0, 23)] = new ElementTarget(egressOctets, Step: FinishSteps.EgressCounters);
        targets[(0, 171)] = new ElementTarget(egressOctets, Rank: 1, Step: FinishSteps.EgressCounters);
        targets[(0, 24)] = new ElementTarget(egressPackets, Step: FinishSteps.EgressCounters);
        targets[(0, 172)] = new ElementTarget(egressPackets, Rank: 1, Step: FinishSteps.EgressCounters);

        ReadOnlySpan<ushort> reverseOctetElements = [1, 85];
        ReadOnlySpan<ushort> reversePacketElements = [2, 86];
        for (int rank = 0; rank < reverseOctetElements.Length; rank++)
        {
            targets[(Reverse, reverseOctetElements[rank])] = new ElementTarget(reverseOctets, Rank: rank);
            targets[(Reverse, reversePacketElements[rank])] = new ElementTarget(reversePackets, Rank: rank);
        }

        targets[(0, 232)] = new ElementTarget(reverseOctets, Rank: DecodePlanCompiler.ResponderRank);
        targets[(0, 299)] = new ElementTarget(reversePackets, Rank: DecodePlanCompiler.ResponderRank);
        targets[(Reverse, 6)] = new ElementTarget(Slot(nameof(FlowRecord.ReverseTcpFlags)));
    }

    private static void AddAddresses(Dictionary<(uint, ushort), ElementTarget> targets)
    {
        // A record may hold both families with one of them zero, so each has its own place until the record is finished.
        targets[(0, 8)] = new ElementTarget(Slot(nameof(FlowRecord.Source)), ElementKind.IPv4Address);
        targets[(0, 27)] = new ElementTarget(Slot(nameof(FlowRecord.AlternateSource)), ElementKind.IPv6Address, Step: FinishSteps.TwoSources);
        targets[(0, 12)] = new ElementTarget(Slot(nameof(FlowRecord.Destination)), ElementKind.IPv4Address);
        targets[(0, 28)] = new ElementTarget(
            Slot(nameof(FlowRecord.AlternateDestination)), ElementKind.IPv6Address, Step: FinishSteps.TwoDestinations);
        AddPair(targets, nameof(FlowRecord.NextHop), 15, 62);
        AddPair(targets, nameof(FlowRecord.BgpNextHop), 18, 63);
        AddPair(targets, nameof(FlowRecord.PostNatSource), 225, 281);
        AddPair(targets, nameof(FlowRecord.PostNatDestination), 226, 282);
        targets[(0, AsaNatSource)] = new ElementTarget(Slot(nameof(FlowRecord.PostNatSource)), ElementKind.IPv4Address, 2);
        targets[(0, AsaNatDestination)] = new ElementTarget(Slot(nameof(FlowRecord.PostNatDestination)), ElementKind.IPv4Address, 2);
    }

    private static void AddPair(Dictionary<(uint, ushort), ElementTarget> targets, string field, ushort ipv4, ushort ipv6)
    {
        targets[(0, ipv4)] = new ElementTarget(Slot(field), ElementKind.IPv4Address);
        targets[(0, ipv6)] = new ElementTarget(Slot(field), ElementKind.IPv6Address, 1);
    }

    private static void AddPortsAndLabels(Dictionary<(uint, ushort), ElementTarget> targets)
    {
        void Add(string field, params ReadOnlySpan<ushort> elements)
        {
            for (int rank = 0; rank < elements.Length; rank++)
            {
                targets[(0, elements[rank])] = new ElementTarget(Slot(field), Rank: rank);
            }
        }

        Add(nameof(FlowRecord.SourcePort), 7, 182, 180);
        Add(nameof(FlowRecord.DestinationPort), 11, 183, 181);
        Add(nameof(FlowRecord.Protocol), 4, 193);
        Add(nameof(FlowRecord.TcpFlags), 6);
        Add(nameof(FlowRecord.Tos), 5);
        Add(nameof(FlowRecord.Input), 10, 252);
        Add(nameof(FlowRecord.Output), 14, 253);
        Add(nameof(FlowRecord.SourceAs), 16);
        Add(nameof(FlowRecord.DestinationAs), 17);
        Add(nameof(FlowRecord.SourceMask), 9, 29);
        Add(nameof(FlowRecord.DestinationMask), 13, 30);
        Add(nameof(FlowRecord.Vlan), 58, 243);
        Add(nameof(FlowRecord.PostVlan), 59, 254);
        Add(nameof(FlowRecord.SourceMac), 56, 81);
        Add(nameof(FlowRecord.DestinationMac), 80, 57);
        Add(nameof(FlowRecord.Direction), 61);
        Add(nameof(FlowRecord.ForwardingStatus), 89);
        Add(nameof(FlowRecord.PostNatSourcePort), 227, AsaNatSourcePort);
        Add(nameof(FlowRecord.PostNatDestinationPort), 228, AsaNatDestinationPort);
        Add(nameof(FlowRecord.FirewallEvent), 233, AsaFirewallEvent, 230);
        Add(nameof(FlowRecord.ApplicationId), 95);
        int whole = Slot(nameof(FlowRecord.IcmpTypeCode));
        targets[(0, 32)] = new ElementTarget(whole, Step: FinishSteps.IcmpWhole);
        targets[(0, 139)] = new ElementTarget(whole, Rank: 1, Step: FinishSteps.IcmpWhole);
        targets[(0, 176)] = new ElementTarget(Slot(nameof(FlowRecord.IcmpType)), Step: FinishSteps.IcmpParts);
        targets[(0, 178)] = new ElementTarget(Slot(nameof(FlowRecord.IcmpType)), Rank: 1, Step: FinishSteps.IcmpParts);
        targets[(0, 177)] = new ElementTarget(Slot(nameof(FlowRecord.IcmpCode)), Step: FinishSteps.IcmpParts);
        targets[(0, 179)] = new ElementTarget(Slot(nameof(FlowRecord.IcmpCode)), Rank: 1, Step: FinishSteps.IcmpParts);
        targets[(0, 104)] = new ElementTarget(0, ElementKind.FrameSection, Step: FinishSteps.Section);
        targets[(0, 315)] = new ElementTarget(0, ElementKind.FrameSection, Step: FinishSteps.Section);
        targets[(0, 313)] = new ElementTarget(0, ElementKind.IpSection, Step: FinishSteps.Section);
    }

    private static void AddTimes(Dictionary<(uint, ushort), ElementTarget> targets)
    {
        int first = Slot(nameof(FlowRecord.First));
        int last = Slot(nameof(FlowRecord.Last));

        // Absolute and fine before coarse; system uptime last, since IPFIX does not say when the exporter booted.
        ReadOnlySpan<(ushort First, ushort Last, TimeEncoding Encoding)> spans =
        [
            (152, 153, TimeEncoding.Milliseconds),
            (156, 157, TimeEncoding.Ntp),
            (154, 155, TimeEncoding.Ntp),
            (158, 159, TimeEncoding.DeltaMicroseconds),
            (150, 151, TimeEncoding.Seconds),
            (22, 21, TimeEncoding.Uptime),
        ];
        for (int rank = 0; rank < spans.Length; rank++)
        {
            targets[(0, spans[rank].First)] = new ElementTarget(first, Rank: rank, Time: spans[rank].Encoding);
            targets[(0, spans[rank].Last)] = new ElementTarget(last, Rank: rank, Time: spans[rank].Encoding);
        }

        // One instant instead of a span: the time of an event (IE 322-325).
        targets[(0, 323)] = new ElementTarget(last, Rank: 10, Time: TimeEncoding.Milliseconds);
        targets[(0, 325)] = new ElementTarget(last, Rank: 11, Time: TimeEncoding.Ntp);
        targets[(0, 324)] = new ElementTarget(last, Rank: 12, Time: TimeEncoding.Ntp);
        targets[(0, 322)] = new ElementTarget(last, Rank: 13, Time: TimeEncoding.Seconds);

        targets[(0, 161)] = new ElementTarget(Slot(nameof(FlowRecord.Duration)), Step: FinishSteps.DurationMilliseconds);
        targets[(0, 162)] = new ElementTarget(Slot(nameof(FlowRecord.Duration)), Rank: 1, Step: FinishSteps.DurationMicroseconds);
        targets[(0, 160)] = new ElementTarget(Slot(nameof(FlowRecord.SystemInit)), Step: FinishSteps.SystemInit);
    }

    private static void AddSampling(Dictionary<(uint, ushort), ElementTarget> targets)
    {
        targets[(0, 34)] = new ElementTarget(Slot(nameof(FlowRecord.SamplingInterval)), Step: FinishSteps.Sampling);
        targets[(0, 50)] = new ElementTarget(Slot(nameof(FlowRecord.SamplingInterval)), Rank: 1, Step: FinishSteps.Sampling);
        targets[(0, 305)] = new ElementTarget(Slot(nameof(FlowRecord.PacketInterval)), Step: FinishSteps.Sampling);
        targets[(0, 306)] = new ElementTarget(Slot(nameof(FlowRecord.PacketSpace)), Step: FinishSteps.Sampling);
        targets[(0, 309)] = new ElementTarget(Slot(nameof(FlowRecord.SamplingSize)), Step: FinishSteps.Sampling);
        targets[(0, 310)] = new ElementTarget(Slot(nameof(FlowRecord.SamplingPopulation)), Step: FinishSteps.Sampling);
        targets[(0, 48)] = new ElementTarget(Slot(nameof(FlowRecord.SamplerId)), Rank: 1, Step: FinishSteps.SamplerId);
        targets[(0, 302)] = new ElementTarget(Slot(nameof(FlowRecord.SamplerId)), Step: FinishSteps.SamplerId);
    }
}
