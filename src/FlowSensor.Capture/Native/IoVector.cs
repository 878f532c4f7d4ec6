using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Native;

/// <summary><c>struct iovec</c> of 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public void* Base;
    public nuint Length;
}
