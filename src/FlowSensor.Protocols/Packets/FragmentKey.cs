using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.Packets;

/// <summary>
/// What fragments of one datagram have in common: addresses, identification and, in IPv4, protocol (RFC 791 2.3, RFC 8200 4.5).
/// </summary>
internal readonly record struct FragmentKey(IpAddress Source, IpAddress Destination, uint Id, byte Version, byte Protocol)
{
    internal static FragmentKey Of(in PacketHeaders headers) => new(
        headers.Source,
        headers.Destination,
        headers.FragmentId,
        headers.IpVersion,
        headers.IpVersion == 4 ? headers.FragmentProtocol : (byte)0);
}
