using System.Buffers.Binary;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Packets;

namespace FlowSensor.Engine.Metering;

/// <summary>
/// Recognises the second copy of a packet by what no switch or router changes: addresses, lengths, identification, and the first octets of the
/// transport (ports, sequence, acknowledgment, flags, checksum). Time to live, header checksum, type of service and the link layer may differ. A packet sent twice by
/// its host with all of these equal, within the window, cannot be told from a copy (a pure IPv6 acknowledgment without timestamps).
/// </summary>
internal sealed class DuplicateFilter(long windowMs, ulong seed)
{
    // The last packet of each of 65,536 fingerprint classes: at 5 ms and a million packets a second, 5,000 are within the window.
    private const int Classes = 1 << 16;

    private readonly ulong[] _fingerprints = new ulong[Classes];
    private readonly long[] _times = new long[Classes];

    public bool IsCopy(in PacketHeaders headers, ReadOnlySpan<byte> data, long timeMs)
    {
        ulong hash = headers.Source.Hash(seed);
        hash = Mix(hash ^ headers.Destination.Hash(~seed), ((ulong)headers.IpLength << 16) | headers.Protocol);
        if (headers.IpVersion == 4 && data.Length - headers.IpOffset >= 8)
        {
            // Identification, flags and fragment offset.
            hash = Mix(hash, BinaryPrimitives.ReadUInt32BigEndian(data[(headers.IpOffset + 4)..]));
        }

        ReadOnlySpan<byte> rest = data.Length > headers.TransportOffset ? data[headers.TransportOffset..] : default;
        for (int words = 0; words < 3 && rest.Length >= 8; words++, rest = rest[8..])
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64BigEndian(rest));
        }

        int place = (int)(hash & (Classes - 1));
        bool copy = _fingerprints[place] == hash && Math.Abs(timeMs - _times[place]) <= windowMs;

        // A third copy is a packet again: so much is sent twice, not more, by a mirror of both directions.
        _fingerprints[place] = copy ? 0 : hash;
        _times[place] = timeMs;
        return copy;
    }

    private static ulong Mix(ulong hash, ulong value) => FoldedProduct.Of(hash ^ value, 0x9E37_79B9_7F4A_7C15) ^ (hash << 1);
}
