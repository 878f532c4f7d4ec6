using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// From protocol, ports and TCP flags to a traffic class. A destination port that is a server port of a service makes the flow a
/// request of it, else a source port that is one makes it a response; where both are (25 to 25), it is a request.
/// Ports of clients are any, so a table of all of them would not stay in the nearest cache: pages do, since nearly all ports share one.
/// </summary>
internal sealed class TrafficClassifier
{
    private const int Tcp = 6;
    private const int Udp = 17;

    // FIN 1, SYN 2, RST 4, PSH 8, ACK 16: only SYN of these means the handshake never went on (ECE and CWR may be set, RFC 3168 6.1.1).
    private const int HandshakeFlags = 0x1F;
    private const int SynFlag = 0x02;

    // No value of the handshake flags.
    private const int NoSyn = -1;
    private const ushort Unknown = ushort.MaxValue;

    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;

    private readonly ServiceCatalog _catalog;

    // Where in the sets the page of a port's top octet begins: for TCP, then for UDP, so that the protocol picks a part without a branch.
    private readonly int[] _pages = new int[2 * (65_536 >> PageBits)];
    private readonly byte[] _sets;
    private readonly ushort[] _numbers;
    private readonly ProtocolPart[] _parts = new ProtocolPart[256];

    // Other threads read classes that they know the numbers of: what is there is never moved under them.
    private TrafficClass[] _classes = new TrafficClass[64];
    private int _classCount;
    private ushort[] _pairService = new ushort[64];

    public TrafficClassifier(TrafficOptions options)
    {
        _catalog = new ServiceCatalog(options);
        _sets = MakePages([_catalog.TcpPorts.SetOf.ToArray(), _catalog.UdpPorts.SetOf.ToArray()]);
        int tcp = _catalog.TcpPorts.SetCount;
        int udp = _catalog.UdpPorts.SetCount;
        int whole = (tcp * tcp * 2) + (udp * udp * 2);
        _numbers = new ushort[whole + 256];
        Array.Fill(_numbers, Unknown);
        for (int protocol = 0; protocol < _parts.Length; protocol++)
        {
            _parts[protocol] = new ProtocolPart { FirstNumber = whole + protocol, Syn = NoSyn };
        }

        _parts[Tcp] = new ProtocolPart { Stride = tcp, PortMask = ushort.MaxValue, Syn = SynFlag };
        _parts[Udp] = new ProtocolPart { Stride = udp, PortMask = ushort.MaxValue, FirstNumber = tcp * tcp * 2, FirstPage = 65_536 >> PageBits, Syn = NoSyn };
    }

    /// <summary>Every service and direction by its index.</summary>
    public IReadOnlyList<ServiceDirection> ServiceDirections => _catalog.Directions;

    /// <summary>Classes met so far.</summary>
    public int ClassCount => Volatile.Read(ref _classCount);

    /// <summary>A class by its number.</summary>
    public TrafficClass this[ushort trafficClass] => _classes[trafficClass];

    /// <summary>The first service and direction of a class that keeps pairs, or <see cref="TrafficClass.NoPairs"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort PairServiceOf(ushort trafficClass) => _pairService[trafficClass];

    /// <summary>The class of a flow. Numbers are given in the order in which classes first appear.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort Classify(ulong protocol, ulong sourcePort, ulong destinationPort, ulong tcpFlags)
    {
        ref readonly ProtocolPart part = ref _parts[(byte)protocol];
        int syn = (int)(tcpFlags & HandshakeFlags) == part.Syn ? 1 : 0;
        int to = SetOf(in part, (ushort)destinationPort);
        int from = SetOf(in part, (ushort)sourcePort);
        ref ushort known = ref _numbers[part.FirstNumber + (((to * part.Stride) + from) * 2) + syn];
        return known != Unknown ? known : known = Intern((byte)protocol, to, from, syn != 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SetOf(ref readonly ProtocolPart part, ushort port) =>
        _sets[_pages[part.FirstPage + (port >> PageBits)] + (port & (PageSize - 1))] & part.PortMask;

    // Page 0 is the empty one.
    private byte[] MakePages(ReadOnlySpan<byte[]> setsByPort)
    {
        List<byte> sets = [.. new byte[PageSize]];
        int page = 0;
        foreach (byte[] protocol in setsByPort)
        {
            for (int first = 0; first < protocol.Length; first += PageSize, page++)
            {
                ReadOnlySpan<byte> content = protocol.AsSpan(first, PageSize);
                if (content.ContainsAnyExcept((byte)0))
                {
                    _pages[page] = sets.Count;
                    sets.AddRange(content);
                }
            }
        }

        return [.. sets];
    }

    private ushort Intern(int protocol, int to, int from, bool syn)
    {
        PortMap? ports = protocol == Tcp ? _catalog.TcpPorts : protocol == Udp ? _catalog.UdpPorts : null;
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
        int present = Array.FindIndex(_classes, 0, _classCount, candidate => candidate.Members.AsSpan().SequenceEqual(set));
        return present >= 0 ? (ushort)present : Add(set, syn);
    }

    private ushort Add(int[] members, bool syn)
    {
        ushort number = (ushort)_classCount;
        ushort[] pairs = [.. members.Where(member => _catalog.Directions[member].KeepsPairs).Select(member => (ushort)member)];
        if (number == _classes.Length)
        {
            Array.Resize(ref _classes, _classes.Length * 2);
            Array.Resize(ref _pairService, _pairService.Length * 2);
        }

        _classes[number] = new TrafficClass(members, pairs, syn);
        Volatile.Write(ref _classCount, number + 1);

        _pairService[number] = pairs.Length > 0 ? pairs[0] : TrafficClass.NoPairs;
        return number;
    }

    /// <summary>Where the tables hold what belongs to an IP protocol; a port mask of 0 for those without ports.</summary>
    private struct ProtocolPart
    {
        public int FirstNumber;
        public int Stride;
        public int FirstPage;
        public int PortMask;
        public int Syn;
    }
}
