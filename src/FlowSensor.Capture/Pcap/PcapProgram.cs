using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Pcap;

/// <summary><c>struct bpf_program</c>, a compiled filter.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PcapProgram
{
    public uint Length;
    public nint Instructions;
}
