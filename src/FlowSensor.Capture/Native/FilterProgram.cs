using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Native;

/// <summary>struct sock_fprog (include/uapi/linux/filter.h): a filter.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FilterProgram
{
    public ushort Length;
    public FilterInstruction* Instructions;
}
