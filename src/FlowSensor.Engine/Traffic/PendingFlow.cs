using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>What accounting needs of one flow, classified and hashed, while it waits for its batch.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PendingFlow
{
    public IpAddress Source;
    public IpAddress Destination;
    public ulong Packets;
    public ulong Octets;
    public long First;
    public long Last;
    public uint SourceTag;
    public uint PairTag;
    public uint Fingerprint;

    /// <summary>What the estimate multiplies by; 0 while unknown.</summary>
    public uint SamplingInterval;

    /// <summary>Number of the source's head, plus one, once the seek has found it.</summary>
    public uint Head;

    /// <summary>Number of the block that continues the head, plus one, where the row has to be looked for there.</summary>
    public uint Further;

    /// <summary>Number of the row, plus one, once the seek has found it.</summary>
    public uint Row;

    /// <summary>Number of the pair's row, plus one, once the seek has found it.</summary>
    public uint PairRow;

    public ushort Class;
    public ushort Exporter;
    public ushort NextHop;

    /// <summary>First service and direction of the class that keeps pairs; <see cref="TrafficClass.NoPairs"/> for none.</summary>
    public ushort PairService;
    public TrafficScope Scope;

    /// <summary>True where the exporter's own sampling is not known.</summary>
    public bool IsSamplingUnknown;
}
