using System.Runtime.InteropServices;

namespace FlowSensor.Capture.Pcap;

/// <summary>The calls of libpcap 1.5 and later that are used.</summary>
internal static unsafe partial class PcapNative
{
    /// <summary>PCAP_ERRBUF_SIZE.</summary>
    public const int ErrorBufferSize = 256;

    /// <summary>PCAP_TSTAMP_PRECISION_NANO.</summary>
    public const int NanosecondPrecision = 1;

    /// <summary>PCAP_NETMASK_UNKNOWN.</summary>
    public const uint NetmaskUnknown = uint.MaxValue;

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial PcapHandle Create(string device, byte* error);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_open_dead")]
    public static partial PcapHandle OpenDead(int linkType, int snapLength);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_close")]
    public static partial void Close(nint handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_set_snaplen")]
    public static partial int SetSnapLength(PcapHandle handle, int length);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_set_promisc")]
    public static partial int SetPromiscuous(PcapHandle handle, int on);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_set_timeout")]
    public static partial int SetTimeout(PcapHandle handle, int milliseconds);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_set_buffer_size")]
    public static partial int SetBufferSize(PcapHandle handle, int bytes);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_set_immediate_mode")]
    public static partial int SetImmediateMode(PcapHandle handle, int on);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_set_tstamp_precision")]
    public static partial int SetTimestampPrecision(PcapHandle handle, int precision);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_get_tstamp_precision")]
    public static partial int GetTimestampPrecision(PcapHandle handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_activate")]
    public static partial int Activate(PcapHandle handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_setnonblock")]
    public static partial int SetNonBlocking(PcapHandle handle, int on, byte* error);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_get_selectable_fd")]
    public static partial int GetSelectableDescriptor(PcapHandle handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_datalink")]
    public static partial int DataLink(PcapHandle handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_compile", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Compile(PcapHandle handle, PcapProgram* program, string filter, int optimize, uint netmask);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_setfilter")]
    public static partial int SetFilter(PcapHandle handle, PcapProgram* program);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_freecode")]
    public static partial void FreeCode(PcapProgram* program);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_dispatch")]
    public static partial int Dispatch(
        PcapHandle handle, int most, delegate* unmanaged[Cdecl]<nint, PcapPacketHeader*, byte*, void> callback, nint user);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_breakloop")]
    public static partial void BreakLoop(PcapHandle handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_stats")]
    public static partial int Statistics(PcapHandle handle, PcapCounters* counters);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_geterr")]
    public static partial byte* GetError(PcapHandle handle);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_statustostr")]
    public static partial byte* StatusText(int status);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_lib_version")]
    public static partial byte* LibraryVersion();

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_findalldevs")]
    public static partial int FindInterfaces(PcapInterfaceEntry** first, byte* error);

    [LibraryImport(PcapLibrary.Name, EntryPoint = "pcap_freealldevs")]
    public static partial void FreeInterfaces(PcapInterfaceEntry* first);
}
