using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Pcap;

/// <summary><c>struct pcap_if</c>, an entry of the interface list.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PcapInterfaceEntry
{
    /// <summary>PCAP_IF_LOOPBACK.</summary>
    public const uint Loopback = 1;

    /// <summary>PCAP_IF_UP.</summary>
    public const uint Up = 2;

    public PcapInterfaceEntry* Next;
    public byte* Name;
    public byte* Description;
    public PcapAddressEntry* Addresses;
    public uint Flags;
}
