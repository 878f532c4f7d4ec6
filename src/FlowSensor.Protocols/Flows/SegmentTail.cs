namespace FlowSensor.Protocols.Flows;

/// <summary>What follows a run of fixed-length fields in a record.</summary>
internal enum SegmentTail
{
    /// <summary>The end of the record.</summary>
    End,

    /// <summary>A variable-length field that is passed over.</summary>
    Skip,

    /// <summary>The start of a captured frame (IE 315 dataLinkFrameSection, IE 104 layer2packetSectionData).</summary>
    FrameSection,

    /// <summary>The start of a captured IP packet (IE 313 ipHeaderPacketSection).</summary>
    IpSection,
}
