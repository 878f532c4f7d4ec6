using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Native;

/// <summary>struct statx of Linux (include/uapi/linux/stat.h), which is the same on every architecture; only what is asked for is named.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatusRecord
{
    /// <summary>stx_ino.</summary>
    [FieldOffset(32)]
    public ulong Inode;

    /// <summary>stx_dev_major.</summary>
    [FieldOffset(136)]
    public uint DeviceMajor;

    /// <summary>stx_dev_minor.</summary>
    [FieldOffset(140)]
    public uint DeviceMinor;
}
