using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>One source in one traffic class: 96 octets, the counters and the key in the first 64.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SourceRow
{
    /// <summary>Mark in <see cref="Link"/> of the first row of its source.</summary>
    public const uint HeadMark = 0x8000_0000;

    /// <summary>State in <see cref="Destinations"/>: the destinations are in a sketch.</summary>
    public const ushort Sketched = 0xFFFF;

    /// <summary>State in <see cref="Destinations"/>: more destinations than fit, and no sketch was free.</summary>
    public const ushort Overflowed = 0xFFFE;

    /// <summary>An exporter number that does not fit the row.</summary>
    public const ushort NoExporter = 0xFFFF;

    private const long LatestTime = (1L << 48) - 1;

    public IpAddress Source;
    public ulong Flows;
    public ulong Packets;
    public ulong Octets;
    public ulong EstimatedPackets;
    public ulong EstimatedOctets;
    public ushort Class;
    public ushort Exporter;
    public ushort NextHop;

    /// <summary>Number of fingerprints held, or one of the states above.</summary>
    public ushort Destinations;

    /// <summary>Number plus one of the next row of the same source, and the mark of the head.</summary>
    public uint Link;

    private uint _firstLow;
    private uint _lastLow;
    private ushort _firstHigh;
    private ushort _lastHigh;

    /// <summary>The first destinations' fingerprints; the number of the sketch in the first one once <see cref="Sketched"/>.</summary>
    public Fingerprints4 Fingerprints;

    /// <summary>Start of the earliest flow, Unix milliseconds, in 48 bits.</summary>
    public readonly long First => ((long)_firstHigh << 32) | _firstLow;

    /// <summary>End of the latest flow, Unix milliseconds, in 48 bits.</summary>
    public readonly long Last => ((long)_lastHigh << 32) | _lastLow;

    /// <summary>True for the first row of its source.</summary>
    public readonly bool IsHead => (Link & HeadMark) != 0;

    /// <summary>Makes an empty row.</summary>
    public void Start(IpAddress source, ushort trafficClass, ushort exporter, ushort nextHop)
    {
        this = default;
        Source = source;
        Class = trafficClass;
        Exporter = exporter;
        NextHop = nextHop;
        SetFirst(LatestTime);
    }

    /// <summary>Stretches the time span of the row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Cover(long first, long last)
    {
        if (first < First)
        {
            SetFirst(Math.Clamp(first, 0, LatestTime));
        }

        if (last > Last)
        {
            SetLast(Math.Clamp(last, 0, LatestTime));
        }
    }

    private void SetFirst(long time)
    {
        _firstLow = (uint)time;
        _firstHigh = (ushort)(time >> 32);
    }

    private void SetLast(long time)
    {
        _lastLow = (uint)time;
        _lastHigh = (ushort)(time >> 32);
    }

    /// <summary>Four fingerprints.</summary>
    [InlineArray(4)]
    internal struct Fingerprints4
    {
        private uint _first;
    }
}
