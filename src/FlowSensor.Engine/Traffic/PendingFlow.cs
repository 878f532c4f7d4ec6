using System.Runtime.InteropServices;
using FlowSensor.Capture.Memory;
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

    /// <summary>The source's head, once the seek has found it.</summary>
    public RowPlace<SourceHead> Head;

    /// <summary>The row of the source and class, once the seek has found it.</summary>
    public RowPlace<SourceRow> Row;

    /// <summary>The pair's row, once the seek has found it; perhaps that of another pair of the same tag.</summary>
    public RowPlace<PairRow> PairRow;

    /// <summary>Number of the block that continues the head, plus one, where the row has to be looked for there.</summary>
    public uint Further;

    /// <summary>Number of <see cref="Row"/>, plus one; 0 while there is none.</summary>
    public uint RowNumber;

    public ushort Class;
    public ushort Exporter;
    public ushort NextHop;

    /// <summary>First service and direction of the class that keeps pairs; <see cref="TrafficClass.NoPairs"/> for none.</summary>
    public ushort PairService;
    public TrafficScope Scope;

    /// <summary>True where the exporter's own sampling is not known.</summary>
    public bool IsSamplingUnknown;
}
