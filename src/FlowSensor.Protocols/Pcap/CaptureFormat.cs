namespace FlowSensor.Protocols.Pcap;

/// <summary>One capture file format, reading packet after packet out of a <see cref="BlockBuffer"/>.</summary>
internal abstract class CaptureFormat
{
    /// <summary>
    /// Most octets of one packet. The number is libpcap's MAXIMUM_SNAPLEN; a record that claims more is a damaged one.
    /// </summary>
    internal const int MaxPacketLength = 262144;

    /// <summary>Reads the next packet; <paramref name="packet"/> is only set with <see cref="CaptureStatus.Ok"/>.</summary>
    internal abstract CaptureStatus ReadNext(BlockBuffer buffer, out CapturedPacket packet);
}
