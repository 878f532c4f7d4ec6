using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// What one source sent in one traffic class: 64 octets. Estimates stand aside (<see cref="SampledExtra"/>), since without
/// sampling they equal what was observed.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SourceRow
{
    /// <summary>In place of a number of destinations: a sketch counts them, its number is the first fingerprint.</summary>
    public const ushort Sketched = 0xFFFF;

    /// <summary>In place of a number of destinations: more than four, and no sketch was free.</summary>
    public const ushort Overflowed = 0xFFFE;

    /// <summary>In place of an exporter index.</summary>
    public const ushort NoExporter = 0xFFFF;

    /// <summary>Fingerprints that a row holds itself.</summary>
    public const int MostFingerprints = 4;

    private const long LatestTime = (1L << 48) - 1;

    public ulong Flows;
    public ulong Packets;
    public ulong Octets;

    /// <summary>Exporter that reported the source first.</summary>
    public ushort Exporter;

    /// <summary>Number of the next hop, 0 while none was told.</summary>
    public ushort NextHop;

    /// <summary>Distinct destinations up to four, or one of the marks.</summary>
    public ushort Destinations;

    private ushort _firstHigh;
    private uint _firstLow;
    private uint _lastLow;
    private ushort _lastHigh;

    /// <summary>Fingerprints of the destinations.</summary>
    public Fingerprints4 Fingerprints;

    /// <summary>Start of the earliest flow, Unix milliseconds.</summary>
    public readonly long First => ((long)_firstHigh << 32) | _firstLow;

    /// <summary>End of the latest flow, Unix milliseconds.</summary>
    public readonly long Last => ((long)_lastHigh << 32) | _lastLow;

    /// <summary>Makes the row a new one.</summary>
    public void Start(ushort exporter, ushort nextHop)
    {
        this = default;
        Exporter = exporter;
        NextHop = nextHop;
        SetFirst(LatestTime);
    }

    /// <summary>Widens the span of time.</summary>
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
    [InlineArray(MostFingerprints)]
    internal struct Fingerprints4
    {
        private uint _first;
    }
}
