using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Native;

/// <summary>struct sock_filter (include/uapi/linux/filter.h): one instruction of a filter.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FilterInstruction
{
    public ushort Code;
    public byte JumpTrue;
    public byte JumpFalse;
    public uint Operand;
}
