using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Pcap;

/// <summary><c>struct pcap_pkthdr</c> on 64-bit systems: a timeval of 16 bytes whose second part is 4 bytes wide on some, then the lengths.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct PcapPacketHeader
{
    [FieldOffset(0)]
    public long Seconds;

    /// <summary>Microseconds, or nanoseconds where that precision was granted.</summary>
    [FieldOffset(8)]
    public uint Fraction;

    [FieldOffset(16)]
    public uint CapturedLength;

    [FieldOffset(20)]
    public uint WireLength;
}
