using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage;

/// <summary>Addresses as they are stored: 4 octets for IPv4, 16 for IPv6.</summary>
internal static class AddressBlob
{
    /// <summary>The octets of an address.</summary>
    public static byte[] Of(IpAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        address.WriteBytes(octets);
        return address.IsIPv4 ? octets[12..].ToArray() : octets.ToArray();
    }

    /// <summary>The octets of an address, or null for none.</summary>
    public static byte[]? OfOrNull(IpAddress address) => address.IsNone ? null : Of(address);
}
