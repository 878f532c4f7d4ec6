using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>Flows of one nature that one host sent, or that went to it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ProbeRow
{
    /// <summary>Offset of what lies on its last line of the cache.</summary>
    public const int LastLine = 64;

    public IpAddress Host;
    public ulong Flows;

    /// <summary>Packets, times the sampling interval.</summary>
    public ulong Packets;

    /// <summary>Octets, times the sampling interval.</summary>
    public ulong Octets;

    /// <summary>Event time of its first and its last record, Unix milliseconds.</summary>
    public long First;

    public long Last;

    /// <summary>Other ends, and ports, told apart.</summary>
    public ProbeSet Peers;

    public ProbeSet Ports;

    /// <summary>The port tried first.</summary>
    public ushort FirstPort;

    public ushort NextHop;
    public ushort Exporter;
    public ProbeNature Nature;

    /// <summary>True for a host that the flows went to.</summary>
    public bool IsTarget;
}
