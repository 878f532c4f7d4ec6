using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Pcap;

/// <summary><c>struct pcap_addr</c>, an address of an interface; the masks that follow are not read.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PcapAddressEntry
{
    public PcapAddressEntry* Next;
    public byte* Address;
}
