using System.Globalization;

namespace FlowSensor.Engine.Traffic;

/// <summary>The services of one configuration: the built-in ones of the design, then the operator's own by name, then icmp, syn and all.</summary>
internal sealed class ServiceCatalog
{
    /// <summary>Most own services; what they can combine to must fit the 16-bit number of a traffic class.</summary>
    public const int MostOwnServices = 48;

    private const int Icmp = 1;
    private const int Icmp6 = 58;
    private readonly List<ServiceDirection> _directions = [];
    private readonly List<(int Request, int Response)> _ported = [];
    private readonly TrafficOptions _options;

    public ServiceCatalog(TrafficOptions options)
    {
        _options = options;
        AddPorted("smtp", [25], []);
        AddPorted("submission", [465, 587], []);
        AddPorted("dns", [53, 853], [53, 853]);
        AddPorted("pop3", [110, 995], []);
        AddPorted("imap", [143, 993], []);
        AddPorted("www", [80, 443], [443]);
        if (options.Services.Count > MostOwnServices)
        {
            throw new ArgumentException($"traffic.services names {options.Services.Count} services; at most {MostOwnServices} are possible.", nameof(options));
        }

        foreach ((string name, TrafficServiceOptions own) in options.Services.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            AddOwn(name, own);
        }

        int icmp = AddDirection("icmp", TrafficDirection.Any);
        ByProtocol[Icmp].Add(icmp);
        ByProtocol[Icmp6].Add(icmp);
        Syn = AddDirection("syn", TrafficDirection.Request);
        All = AddDirection("all", TrafficDirection.Any);
    }

    public IReadOnlyList<ServiceDirection> Directions => _directions;

    public PortMap TcpPorts { get; } = new();

    public PortMap UdpPorts { get; } = new();

    /// <summary>Services that match a whole IP protocol.</summary>
    public List<int>[] ByProtocol { get; } = [.. Enumerable.Range(0, 256).Select(_ => new List<int>())];

    public int Syn { get; }

    public int All { get; }

    /// <summary>Indexes of the request and response side of a service with ports.</summary>
    public (int Request, int Response) Sides(int service) => _ported[service];

    private void AddOwn(string name, TrafficServiceOptions own)
    {
        if (own.Pairs)
        {
            _options.PairServices.Add(name);
        }

        if (byte.TryParse(own.Protocol, NumberStyles.None, CultureInfo.InvariantCulture, out byte protocol))
        {
            ByProtocol[protocol].Add(AddDirection(name, TrafficDirection.Any));
            return;
        }

        bool tcp = own.Protocol.Contains("tcp", StringComparison.OrdinalIgnoreCase);
        bool udp = own.Protocol.Contains("udp", StringComparison.OrdinalIgnoreCase);
        int[] ports = [.. own.Ports.Where(port => port is >= 0 and <= 65_535)];
        AddPorted(name, tcp ? ports : [], udp ? ports : []);
    }

    private void AddPorted(string name, int[] tcp, int[] udp)
    {
        int service = _ported.Count;
        _ported.Add((AddDirection(name, TrafficDirection.Request), AddDirection(name, TrafficDirection.Response)));
        foreach (int port in tcp)
        {
            TcpPorts.Add(port, service);
        }

        foreach (int port in udp)
        {
            UdpPorts.Add(port, service);
        }
    }

    private int AddDirection(string name, TrafficDirection direction)
    {
        int index = _directions.Count;
        _directions.Add(new ServiceDirection(index, name, direction, _options.PairServices.Contains(name)));
        return index;
    }
}
