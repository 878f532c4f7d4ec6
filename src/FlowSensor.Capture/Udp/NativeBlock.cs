using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Udp;

/// <summary>
/// Memory outside the managed heap that the kernel writes into. Zeroed by the allocator from fresh pages, so that a page that no
/// datagram reached costs no memory.
/// </summary>
internal sealed unsafe class NativeBlock : SafeHandle
{
    public NativeBlock(int length)
        : base(0, true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)length));

    public override bool IsInvalid => handle == 0;

    /// <summary>The first byte; valid until the block is disposed.</summary>
    public byte* Start => (byte*)handle;

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
