namespace FlowSensor.Capture.Pcap;

/// <summary>Return codes of libpcap (pcap/pcap.h).</summary>
internal enum PcapStatus
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>PCAP_ERROR: the text is in the handle.</summary>
    Error = -1,

    /// <summary>PCAP_ERROR_BREAK: the loop was ended by pcap_breakloop.</summary>
    Break = -2,

    /// <summary>PCAP_ERROR_NO_SUCH_DEVICE.</summary>
    NoSuchDevice = -5,

    /// <summary>PCAP_ERROR_PERM_DENIED.</summary>
    PermissionDenied = -8,

    /// <summary>PCAP_ERROR_IFACE_NOT_UP.</summary>
    InterfaceNotUp = -9,

    /// <summary>PCAP_ERROR_PROMISC_PERM_DENIED.</summary>
    PromiscuousDenied = -11,
}
