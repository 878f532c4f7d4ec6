using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Native;

/// <summary>
/// <c>struct mmsghdr</c> of 64-bit little-endian Linux: <c>msghdr</c> and the received length, 64 bytes. The kernel's widths are used
/// (size_t counts), which musl's headers pad to.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal unsafe struct MessageHeader
{
    [FieldOffset(0)]
    public void* Name;

    [FieldOffset(8)]
    public uint NameLength;

    [FieldOffset(16)]
    public IoVector* Vectors;

    [FieldOffset(24)]
    public nuint VectorCount;

    [FieldOffset(32)]
    public void* Control;

    [FieldOffset(40)]
    public nuint ControlLength;

    [FieldOffset(48)]
    public int Flags;

    [FieldOffset(56)]
    public uint Length;
}
