using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Pcap;

/// <summary><c>struct pcap_stat</c>: 32-bit counters since the capture began, which wrap.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PcapCounters
{
    public uint Received;
    public uint Dropped;
    public uint InterfaceDropped;
}
