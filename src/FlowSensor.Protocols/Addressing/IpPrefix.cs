using System.Globalization;

namespace FlowSensor.Protocols.Addressing;

/// <summary>An address block. The length counts from the IPv6 form, so an IPv4 /24 is held as /120 of the mapped address.</summary>
public readonly record struct IpPrefix
{
    /// <summary>Makes a block; bits beyond the length are cleared.</summary>
    /// <param name="address">Any address of the block.</param>
    /// <param name="length">Prefix length in the address's own family: 0-32 for IPv4, 0-128 for IPv6.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length does not fit the family.</exception>
    public IpPrefix(IpAddress address, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, address.IsIPv4 ? 32 : 128);
        IsIPv4 = address.IsIPv4;
        MappedLength = IsIPv4 ? length + 96 : length;
        Address = new IpAddress(address.High & HighMask, address.Low & LowMask);
    }

    /// <summary>The first address of the block.</summary>
    public IpAddress Address { get; }

    /// <summary>True for an IPv4 block.</summary>
    public bool IsIPv4 { get; }

    /// <summary>Prefix length over the sixteen-octet form: 96-128 for IPv4.</summary>
    public int MappedLength { get; }

    /// <summary>Prefix length in the block's own family.</summary>
    public int Length => IsIPv4 ? MappedLength - 96 : MappedLength;

    private ulong HighMask => MappedLength >= 64 ? ulong.MaxValue : MappedLength == 0 ? 0 : ulong.MaxValue << (64 - MappedLength);

    private ulong LowMask => MappedLength <= 64 ? 0 : ulong.MaxValue << (128 - MappedLength);

    /// <summary>True when the address lies in the block; an IPv4 address never lies in an IPv6 block, <c>::/0</c> included.</summary>
    public bool Contains(IpAddress address) =>
        (address.High & HighMask) == Address.High && (address.Low & LowMask) == Address.Low && address.IsIPv4 == IsIPv4;

    /// <summary>Parses <c>192.0.2.0/24</c>, <c>2001:db8::/32</c>, or a bare address as a host block.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpPrefix prefix)
    {
        prefix = default;
        int slash = text.IndexOf('/');
        if (!IpAddress.TryParse(slash < 0 ? text : text[..slash], out IpAddress address))
        {
            return false;
        }

        int most = address.IsIPv4 ? 32 : 128;
        int length = most;
        if (slash >= 0 && (!int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > most))
        {
            return false;
        }

        prefix = new IpPrefix(address, length);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Length}");
}
