using System.Buffers.Binary;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.Dns;

/// <summary>The hash of a name in either case of letters (RFC 4343), label by label, eight octets at a step. For sketches of distinct names, not for security.</summary>
internal static class DnsNameHash
{
    /// <summary>Of a name without labels.</summary>
    public const ulong Start = 0xCBF2_9CE4_8422_2325;

    private const ulong Factor = 0x9E37_79B9_7F4A_7C15;
    private const ulong EveryOctet = 0x0101_0101_0101_0101;
    private const ulong HighBits = 0x80 * EveryOctet;

    /// <summary>Takes in one more label.</summary>
    /// <param name="hash">Of the labels before.</param>
    /// <param name="label">Its length octet, its octets, and whatever follows.</param>
    /// <param name="length">Octets of the label, at most 63; all of them are there.</param>
    public static ulong Add(ulong hash, ReadOnlySpan<byte> label, int length)
    {
        // The length goes first, so that no two rows of labels give the same octets. It is too small for a letter.
        ReadOnlySpan<byte> rest = label;
        int left = length + 1;
        for (; left >= sizeof(ulong); left -= sizeof(ulong))
        {
            hash = Mix(hash, Lower(BinaryPrimitives.ReadUInt64LittleEndian(rest)));
            rest = rest[sizeof(ulong)..];
        }

        return left == 0 ? hash : Mix(hash, Lower(Last(rest, left)));
    }

    // Both halves of the product: of the lower one alone the top bit of one step could be taken back in the next.
    private static ulong Mix(ulong hash, ulong octets) => FoldedProduct.Of(hash ^ octets, Factor);

    // One to seven octets, zeros above.
    private static ulong Last(ReadOnlySpan<byte> octets, int count)
    {
        if (octets.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(octets) & ((1UL << (8 * count)) - 1);
        }

        ulong value = 0;
        for (int index = count - 1; index >= 0; index--)
        {
            value = (value << 8) | octets[index];
        }

        return value;
    }

    // Sets bit 5 of each octet from 'A' to 'Z': sums of seven bits carry into the eighth where the octet is at least 'A', or beyond 'Z'.
    private static ulong Lower(ulong octets)
    {
        ulong low = octets & ~HighBits;
        ulong fromA = low + ((0x80 - 'A') * EveryOctet);
        ulong beyondZ = low + ((0x7F - 'Z') * EveryOctet);
        ulong letters = fromA & ~beyondZ & ~octets & HighBits;
        return octets | (letters >> 2);
    }
}
