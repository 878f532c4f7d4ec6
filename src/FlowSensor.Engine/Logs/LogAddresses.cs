using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Logs;

/// <summary>What addresses in logs stand for.</summary>
internal static class LogAddresses
{
    /// <summary>True for a host's own loopback: filters and local programs, never seen on a wire.</summary>
    public static bool IsLoopback(IpAddress address) =>
        address.IsIPv4 ? address.IPv4 >> 24 == 127 : address.High == 0 && address.Low == 1;

    /// <summary>
    /// Hash of who sends what to whom. Large senders come back from a neighbour, so clients go by /24, and by /64 in IPv6, as on the wire.
    /// </summary>
    public static ulong Triplet(IpAddress client, ulong sender, ulong recipient)
    {
        IpAddress network = client.IsIPv4 ? IpAddress.FromIPv4(client.IPv4 & 0xFFFF_FF00) : new IpAddress(client.High, 0);
        return network.Hash(sender) ^ (recipient * 0x9E37_79B9_7F4A_7C15);
    }
}
