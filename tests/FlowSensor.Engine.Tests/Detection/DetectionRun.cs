using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Tests.Detection;

/// <summary>An accounting with a detector behind it, fed by hand.</summary>
internal sealed class DetectionRun : IIncidentSink, IWireSource
{
    /// <summary>2026-01-05, a Monday, 00:00 UTC.</summary>
    public const long Monday = 1_767_571_200_000;

    public const long Minute = 60_000;
    public const long Hour = 60 * Minute;

    private readonly TrafficAccounting _accounting;
    private WireWindow? _wire;

    public DetectionRun(DetectionOptions? options = null, bool withWire = false, params string[] networks)
        : this(new TrafficOptions(), options, withWire, networks)
    {
    }

    public DetectionRun(TrafficOptions traffic, DetectionOptions? options = null, bool withWire = false, params string[] networks)
    {
        options ??= new DetectionOptions();
        List<IpPrefix> own = [.. networks.Select(static text => IpPrefix.TryParse(text, out IpPrefix prefix) ? prefix : throw new FormatException(text))];
        Detector = new Detector(options, new DetectionSetup { Networks = own, Wire = withWire ? this : null }, this);
        _accounting = new TrafficAccounting(traffic, Detector, keepSummary: false, options.MaxProbedHosts);
    }

    public Detector Detector { get; }

    public List<IncidentChange> Changes { get; } = [];

    /// <summary>Every incident that was opened, as it was last told.</summary>
    public IReadOnlyList<Incident> Incidents => [.. Changes.GroupBy(static change => change.Incident.Id).Select(static changes => changes.Last().Incident)];

    /// <summary>What packets tell in the window that is open.</summary>
    public WireWindow Wire => _wire ??= new WireWindow();

    public void OnChange(IncidentChange change) => Changes.Add(change);

    WireWindow? IWireSource.Take(long end)
    {
        WireWindow taken = Wire;
        _wire = null;
        return taken;
    }

    public void Tcp(long time, string from, string to, int port, int flags = 0x1B, ulong packets = 10, ulong octets = 2_000, int sourcePort = 40_000, long exporter = 0) =>
        Add(time, 6, from, sourcePort, to, port, flags, packets, octets, exporter);

    public void Udp(long time, string from, int sourcePort, string to, int port, ulong packets, ulong octets) =>
        Add(time, 17, from, sourcePort, to, port, 0, packets, octets, 0);

    public void Echo(long time, string from, string to, ulong packets, bool reply = false) =>
        Add(time, 1, from, 0, to, reply ? 0 : 8 << 8, 0, packets, packets * 84, 0);

    public void Add(long time, int protocol, string from, int sourcePort, string to, int port, int flags, ulong packets, ulong octets, long exporter)
    {
        FlowRecord record = new()
        {
            Source = IpAddress.Parse(from),
            Destination = IpAddress.Parse(to),
            SourcePort = (ulong)sourcePort,
            DestinationPort = (ulong)port,
            Protocol = (ulong)protocol,
            TcpFlags = (ulong)flags,
            Packets = packets,
            Octets = octets,
            First = time,
            Last = time,
            ExporterIndex = exporter,
            SamplingInterval = 1,
        };
        _accounting.Add(ref record, time);
    }

    public void Close(long until) => _accounting.Advance(until);

    public void Flush() => _accounting.Flush();
}
