using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>A flow on its way into a <see cref="ProbeTable"/>, and where its two ends are to be found there.</summary>
internal struct PendingProbe
{
    public IpAddress Source;
    public IpAddress Target;
    public ulong Packets;
    public ulong Octets;
    public long EventTime;
    public uint SourceTag;
    public uint TargetTag;

    /// <summary>Number plus one of the row that the source's tag leads to, 0 for none; a hint only.</summary>
    public uint SourceRow;

    /// <summary>The same for the target.</summary>
    public uint TargetRow;

    /// <summary>Fingerprints of both ends and the port, by which different ones are counted.</summary>
    public uint SourcePrint;

    public uint TargetPrint;
    public uint PortPrint;
    public ushort Port;
    public ushort Exporter;
    public ushort NextHop;
    public ProbeNature Nature;
}
