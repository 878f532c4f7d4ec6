using System.Buffers.Binary;

namespace FlowSensor.Protocols.Dns;

/// <summary>Walks a domain name of a message (RFC 1035 3.1 and 4.1.4) without making text of it.</summary>
internal static class DnsName
{
    /// <summary>RFC 1035 2.3.4: octets of a whole name, length octets included.</summary>
    private const int MaxNameOctets = 255;

    /// <summary>A name of 255 octets holds at most 127 labels; each pointer has to lead to at least one.</summary>
    private const int MaxPointers = 127;

    /// <summary>Moves <paramref name="offset"/> past a name of which nothing is wanted.</summary>
    public static DnsReadStatus TrySkip(ReadOnlySpan<byte> message, ref int offset)
    {
        // Most names of records are but a pointer to the question.
        ReadOnlySpan<byte> name = (uint)offset < (uint)message.Length ? message[offset..] : default;
        if (name.Length >= 2 && name[0] >= 0xC0 && (BinaryPrimitives.ReadUInt16BigEndian(name) & 0x3FFF) < offset)
        {
            offset += 2;
            return DnsReadStatus.Ok;
        }

        return TryWalk(message, ref offset, follow: false, hashes: false, out _, out _);
    }

    /// <summary>
    /// Moves <paramref name="offset"/> past the name. With <paramref name="follow"/> the compression pointers are followed;
    /// without, the name ends at its first pointer, as skipping needs no more. With <paramref name="hashes"/> the hash of the lower-cased labels is given, else 0.
    /// </summary>
    public static DnsReadStatus TryWalk(ReadOnlySpan<byte> message, ref int offset, bool follow, bool hashes, out ulong hash, out int labels)
    {
        hash = hashes ? DnsNameHash.Start : 0;
        labels = 0;
        int at = offset;
        int octets = 1;
        int pointers = 0;
        int earliest = offset;
        bool jumped = false;
        while (true)
        {
            if ((uint)at >= (uint)message.Length)
            {
                return DnsReadStatus.TruncatedRecord;
            }

            int length = message[at];
            if (length == 0)
            {
                offset = jumped ? offset : at + 1;
                return DnsReadStatus.Ok;
            }

            if (length >= 0xC0)
            {
                if (at + 2 > message.Length)
                {
                    return DnsReadStatus.TruncatedRecord;
                }

                int target = BinaryPrimitives.ReadUInt16BigEndian(message[at..]) & 0x3FFF;
                offset = jumped ? offset : at + 2;
                jumped = true;

                // "a prior occurrence of the same name": every pointer has to go further back, so no loop can form.
                if (target >= earliest || ++pointers > MaxPointers)
                {
                    return DnsReadStatus.BadPointer;
                }

                if (!follow)
                {
                    return DnsReadStatus.Ok;
                }

                earliest = target;
                at = target;
                continue;
            }

            if (length > 63)
            {
                return DnsReadStatus.BadLabel;
            }

            octets += length + 1;
            if (octets > MaxNameOctets)
            {
                return DnsReadStatus.NameTooLong;
            }

            if (at + 1 + length > message.Length)
            {
                return DnsReadStatus.TruncatedRecord;
            }

            if (hashes)
            {
                hash = DnsNameHash.Add(hash, message[at..], length);
            }

            labels++;
            at += length + 1;
        }
    }
}
