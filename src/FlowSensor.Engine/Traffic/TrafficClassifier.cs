using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// From protocol, ports and TCP flags to a traffic class. A destination port that is a server port of a service makes the flow a
/// request of it, else a source port that is one makes it a response; where both are (25 to 25), it is a request.
/// Two loads find the port sets, a third the class.
/// </summary>
internal sealed class TrafficClassifier
{
    private const int Tcp = 6;
    private const int Udp = 17;

    // FIN 1, SYN 2, RST 4, PSH 8, ACK 16: only SYN of these means the handshake never went on (ECE and CWR may be set, RFC 3168 6.1.1).
    private const int HandshakeFlags = 0x1F;
    private const int SynFlag = 0x02;
    private const ushort Unknown = ushort.MaxValue;

    private readonly ServiceCatalog _catalog;
    private readonly ushort[] _tcpSets;
    private readonly ushort[] _udpSets;
    private readonly ushort[] _tcpClasses;
    private readonly ushort[] _udpClasses;
    private readonly ushort[] _protocolClasses = new ushort[256];
    private readonly int _tcpSetCount;
    private readonly int _udpSetCount;
    private readonly List<TrafficClass> _classes = [];
    private ushort[] _pairService = new ushort[64];

    public TrafficClassifier(TrafficOptions options)
    {
        _catalog = new ServiceCatalog(options);
        _tcpSets = _catalog.TcpPorts.SetOf.ToArray();
        _udpSets = _catalog.UdpPorts.SetOf.ToArray();
        _tcpSetCount = _catalog.TcpPorts.SetCount;
        _udpSetCount = _catalog.UdpPorts.SetCount;
        _tcpClasses = new ushort[_tcpSetCount * _tcpSetCount * 2];
        _udpClasses = new ushort[_udpSetCount * _udpSetCount];
        Array.Fill(_tcpClasses, Unknown);
        Array.Fill(_udpClasses, Unknown);
        Array.Fill(_protocolClasses, Unknown);
    }

    /// <summary>Every service and direction by its index.</summary>
    public IReadOnlyList<ServiceDirection> ServiceDirections => _catalog.Directions;

    /// <summary>Classes met so far.</summary>
    public int ClassCount => _classes.Count;

    /// <summary>A class by its number.</summary>
    public TrafficClass this[ushort trafficClass] => _classes[trafficClass];

    /// <summary>The first service and direction of a class that keeps pairs, or <see cref="TrafficClass.NoPairs"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort PairServiceOf(ushort trafficClass) => _pairService[trafficClass];

    /// <summary>The class of a flow. Numbers are given in the order in which classes first appear.</summary>
    public ushort Classify(ulong protocol, ulong sourcePort, ulong destinationPort, ulong tcpFlags)
    {
        if (protocol == Tcp)
        {
            int syn = (tcpFlags & HandshakeFlags) == SynFlag ? 1 : 0;
            int to = _tcpSets[(ushort)destinationPort];
            int from = _tcpSets[(ushort)sourcePort];
            ref ushort known = ref _tcpClasses[(((to * _tcpSetCount) + from) * 2) + syn];
            return known != Unknown ? known : known = Intern(Tcp, _catalog.TcpPorts, to, from, syn != 0);
        }

        if (protocol == Udp)
        {
            int to = _udpSets[(ushort)destinationPort];
            int from = _udpSets[(ushort)sourcePort];
            ref ushort known = ref _udpClasses[(to * _udpSetCount) + from];
            return known != Unknown ? known : known = Intern(Udp, _catalog.UdpPorts, to, from, false);
        }

        ref ushort whole = ref _protocolClasses[(byte)protocol];
        return whole != Unknown ? whole : whole = Intern((byte)protocol, null, 0, 0, false);
    }

    private ushort Intern(int protocol, PortMap? ports, int to, int from, bool syn)
    {
        SortedSet<int> members = [.. _catalog.ByProtocol[protocol], _catalog.All];
        if (ports is not null)
        {
            int[] requested = ports.Services(to);
            members.UnionWith(requested.Select(service => _catalog.Sides(service).Request));
            members.UnionWith(ports.Services(from).Except(requested).Select(service => _catalog.Sides(service).Response));
        }

        if (syn)
        {
            members.Add(_catalog.Syn);
        }

        int[] set = [.. members];
        int present = _classes.FindIndex(candidate => candidate.Members.AsSpan().SequenceEqual(set));
        return present >= 0 ? (ushort)present : Add(set, syn);
    }

    private ushort Add(int[] members, bool syn)
    {
        ushort number = (ushort)_classes.Count;
        ushort[] pairs = [.. members.Where(member => _catalog.Directions[member].KeepsPairs).Select(member => (ushort)member)];
        _classes.Add(new TrafficClass(members, pairs, syn));
        if (number >= _pairService.Length)
        {
            Array.Resize(ref _pairService, _pairService.Length * 2);
        }

        _pairService[number] = pairs.Length > 0 ? pairs[0] : TrafficClass.NoPairs;
        return number;
    }
}
