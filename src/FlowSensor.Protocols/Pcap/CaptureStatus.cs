namespace FlowSensor.Protocols.Pcap;

/// <summary>How the reading of a capture file stands; everything but <see cref="Ok"/> is final.</summary>
public enum CaptureStatus
{
    /// <summary>There may be more packets.</summary>
    Ok,

    /// <summary>The file ended after a whole packet.</summary>
    EndOfFile,

    /// <summary>The file ended inside a header or a packet; the packets before it were good.</summary>
    Truncated,

    /// <summary>No capture format that is read here begins like this.</summary>
    NotACapture,

    /// <summary>A version of the format that is not read here.</summary>
    UnsupportedVersion,

    /// <summary>A pcap record claims more octets than a packet can have.</summary>
    BadRecord,

    /// <summary>A pcapng block whose lengths contradict each other, or that names an interface never described.</summary>
    BadBlock,

    /// <summary>More interfaces than are kept.</summary>
    TooManyInterfaces,

    /// <summary>The gzip data is damaged.</summary>
    BadCompression,
}
