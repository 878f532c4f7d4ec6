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

    /// <summary>The first and last address of a network.</summary>
    public static (byte[] Low, byte[] High) BoundsOf(IpPrefix network)
    {
        byte[] low = Of(network.Address);
        byte[] high = [.. low];
        for (int bit = network.Length; bit < high.Length * 8; bit++)
        {
            high[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return (low, high);
    }

    /// <summary>Addresses as literals of SQL with commas between, for a list that no parameter can hold.</summary>
    public static string List(IEnumerable<IpAddress> addresses) => string.Join(',', addresses.Select(static address => $"x'{Convert.ToHexString(Of(address))}'"));
}
