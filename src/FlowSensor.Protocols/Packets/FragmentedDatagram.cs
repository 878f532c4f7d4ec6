using System.Buffers.Binary;

namespace FlowSensor.Protocols.Packets;

/// <summary>
/// One datagram in pieces: a buffer with room for the IP header before the data, and the ranges of data that have come, in order
/// and not touching each other.
/// </summary>
internal sealed class FragmentedDatagram
{
    /// <summary>Largest IPv4 header (RFC 791 3.1); IPv6's is 40.</summary>
    internal const int HeaderRoom = 60;

    /// <summary>Largest length an IP header can state.</summary>
    internal const int MaxLength = 65535;

    // Ranges arise only out of order; a datagram that needs more than this many is made to be expensive.
    private const int MaxRanges = 32;
    private const int IPv6HeaderLength = 40;

    private readonly int[] _starts = new int[MaxRanges + 1];
    private readonly int[] _ends = new int[MaxRanges + 1];
    private byte[] _buffer = [];
    private int _rangeCount;
    private int _total;
    private int _headerLength;

    internal FragmentKey Key { get; private set; }

    internal long FirstSeenMs { get; private set; }

    internal FragmentedDatagram? Newer { get; set; }

    internal FragmentedDatagram? Older { get; set; }

    internal byte[] Buffer => _buffer;

    /// <summary>True when no octet is missing, the first fragment's header included.</summary>
    internal bool IsComplete => _total >= 0 && _headerLength > 0 && _rangeCount == 1 && _starts[0] == 0 && _ends[0] == _total;

    /// <summary>Makes the object ready for a new datagram.</summary>
    internal void Begin(in FragmentKey key, long nowMs, byte[] buffer)
    {
        Key = key;
        FirstSeenMs = nowMs;
        _buffer = buffer;
        _rangeCount = 0;
        _total = -1;
        _headerLength = 0;
    }

    /// <summary>Moves what has come into a larger buffer and gives the old one back.</summary>
    internal byte[] Move(byte[] larger)
    {
        byte[] old = _buffer;
        int used = HeaderRoom + (_rangeCount == 0 ? 0 : _ends[_rangeCount - 1]);
        old.AsSpan(0, used).CopyTo(larger);
        _buffer = larger;
        return old;
    }

    /// <summary>
    /// Adds the fragment's data; octets that came before stay as they are. False when the fragment contradicts the earlier ones.
    /// </summary>
    internal bool TryAdd(ReadOnlySpan<byte> ip, ReadOnlySpan<byte> data, in PacketHeaders headers, out bool overlaps)
    {
        overlaps = false;
        int start = headers.FragmentOffset;
        int end = start + data.Length;
        int last = _rangeCount == 0 ? 0 : _ends[_rangeCount - 1];
        bool isLast = !headers.MoreFragments;
        if ((isLast && (_total >= 0 ? _total != end : last > end)) || (!isLast && _total >= 0 && end > _total))
        {
            return false;
        }

        if (!TryMerge(start, end, data, out overlaps))
        {
            return false;
        }

        if (isLast)
        {
            _total = end;
        }

        if (start == 0 && _headerLength == 0)
        {
            KeepHeader(ip, headers);
        }

        return true;
    }

    /// <summary>The whole packet, its header telling of no fragments. The IPv4 header checksum is left as it was.</summary>
    internal ReadOnlySpan<byte> Finish()
    {
        Span<byte> packet = _buffer.AsSpan(HeaderRoom - _headerLength, _headerLength + _total);
        if (Key.Version == 4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
            BinaryPrimitives.WriteUInt16BigEndian(packet[6..], 0);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)_total);
        }

        return packet;
    }

    // IPv6: extension headers before the fragment header are left out, the fixed header names what the fragments carried.
    private void KeepHeader(ReadOnlySpan<byte> ip, in PacketHeaders headers)
    {
        _headerLength = headers.IpVersion == 4 ? headers.FragmentDataOffset - headers.IpOffset : IPv6HeaderLength;
        Span<byte> header = _buffer.AsSpan(HeaderRoom - _headerLength, _headerLength);
        ip[.._headerLength].CopyTo(header);
        if (headers.IpVersion == 6)
        {
            header[6] = headers.FragmentProtocol;
        }
    }

    // Copies the parts of [start, end) that no range covers, then makes one range of all that touch it.
    private bool TryMerge(int start, int end, ReadOnlySpan<byte> data, out bool overlaps)
    {
        overlaps = false;
        int first = 0;
        while (first < _rangeCount && _ends[first] < start)
        {
            first++;
        }

        int position = start;
        int next = first;
        while (next < _rangeCount && _starts[next] <= end)
        {
            overlaps |= _starts[next] < end && _ends[next] > start;
            if (_starts[next] > position)
            {
                Copy(data, start, position, _starts[next]);
            }

            position = Math.Max(position, _ends[next]);
            next++;
        }

        if (position < end)
        {
            Copy(data, start, position, end);
        }

        int newStart = next > first ? Math.Min(start, _starts[first]) : start;
        int newEnd = Math.Max(position, end);
        int moved = _rangeCount - next;
        Array.Copy(_starts, next, _starts, first + 1, moved);
        Array.Copy(_ends, next, _ends, first + 1, moved);
        _starts[first] = newStart;
        _ends[first] = newEnd;
        _rangeCount = first + 1 + moved;
        return _rangeCount <= MaxRanges;
    }

    private void Copy(ReadOnlySpan<byte> data, int start, int from, int to) =>
        data[(from - start)..(to - start)].CopyTo(_buffer.AsSpan(HeaderRoom + from));
}
