using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Udp;

/// <summary>What the kernel tells of one received datagram beside its payload.</summary>
/// <param name="SourceHigh">First eight octets of the sender's address as IPv6 (IPv4 as IPv4-mapped), big-endian value.</param>
/// <param name="SourceLow">Last eight octets of the sender's address.</param>
/// <param name="SourcePort">The sender's port.</param>
/// <param name="Truncated">True when the payload was longer than the receiver takes, and has been cut.</param>
/// <param name="ArrivalNanoseconds">Arrival at the kernel, Unix time in nanoseconds.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DatagramHeader(
    ulong SourceHigh, ulong SourceLow, ushort SourcePort, bool Truncated, long ArrivalNanoseconds);
