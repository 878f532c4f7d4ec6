using System.Buffers.Binary;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.SFlow;

/// <summary>Reads XDR (RFC 4506): four-octet big-endian units, opaque data padded to four octets.</summary>
internal ref struct XdrReader(ReadOnlySpan<byte> data)
{
    private const uint AddressUnknown = 0;
    private const uint AddressIPv4 = 1;
    private const uint AddressIPv6 = 2;

    /// <summary>What was not read yet.</summary>
    internal ReadOnlySpan<byte> Rest { get; private set; } = data;

    internal bool TryReadUInt32(out uint value)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(Rest, out value))
        {
            return false;
        }

        Rest = Rest[4..];
        return true;
    }

    /// <summary>Reads opaque data of a length known before, with its padding; the padding may be missing at the end.</summary>
    internal bool TryReadOpaque(uint length, out ReadOnlySpan<byte> value)
    {
        if (length > (uint)Rest.Length)
        {
            value = default;
            return false;
        }

        value = Rest[..(int)length];
        Rest = Rest[Math.Min(Rest.Length, ((int)length + 3) & ~3)..];
        return true;
    }

    /// <summary>Reads an sFlow address: type(4), then 0, 4 or 16 octets.</summary>
    internal bool TryReadAddress(out IpAddress address)
    {
        address = default;
        if (!TryReadUInt32(out uint type))
        {
            return false;
        }

        switch (type)
        {
            case AddressUnknown:
                return true;
            case AddressIPv4 or AddressIPv6:
                if (!TryReadOpaque(type == AddressIPv4 ? 4u : 16u, out ReadOnlySpan<byte> octets))
                {
                    return false;
                }

                address = IpAddress.FromBytes(octets);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Steps over units of four octets; false when fewer are left.</summary>
    internal bool TrySkip(long units)
    {
        if (units * 4 > Rest.Length)
        {
            return false;
        }

        Rest = Rest[((int)units * 4)..];
        return true;
    }
}
