namespace FlowSensor.Protocols.Packets;

/// <summary>
/// Joins the fragments of IPv4 (RFC 791 3.2) and IPv6 (RFC 8200 4.5) datagrams. Datagrams and octets are bounded: the oldest
/// datagram makes room. Where fragments overlap the data that came first stays. Nothing is allocated once the
/// buffers exist. Not for several threads.
/// </summary>
public sealed class FragmentReassembler
{
    private readonly FragmentReassemblerOptions _options;
    private readonly FragmentBuffers _buffers;
    private readonly Dictionary<FragmentKey, FragmentedDatagram> _datagrams;
    private readonly Stack<FragmentedDatagram> _free;
    private FragmentedDatagram? _oldest;
    private FragmentedDatagram? _newest;

    /// <summary>A reassembler with the given bounds, or the default ones.</summary>
    public FragmentReassembler(FragmentReassemblerOptions? options = null)
    {
        _options = options ?? new FragmentReassemblerOptions();
        _buffers = new FragmentBuffers(_options.MaxOctets);
        _datagrams = new Dictionary<FragmentKey, FragmentedDatagram>(_options.MaxDatagrams);
        _free = new Stack<FragmentedDatagram>(_options.MaxDatagrams);
    }

    /// <summary>Datagrams that were made whole.</summary>
    public long Reassembled { get; private set; }

    /// <summary>Datagrams given up because a fragment did not come in time.</summary>
    public long Expired { get; private set; }

    /// <summary>Datagrams given up to make room for newer ones.</summary>
    public long Evicted { get; private set; }

    /// <summary>Fragments that were not kept; one that contradicts earlier ones takes these along.</summary>
    public long Refused { get; private set; }

    /// <summary>Fragments that repeated octets already there.</summary>
    public long Overlapping { get; private set; }

    /// <summary>Datagrams waiting for fragments.</summary>
    public int Pending => _datagrams.Count;

    /// <summary>Octets of all buffers, used and free.</summary>
    public long BufferOctets => _buffers.Octets;

    /// <summary>Takes one parsed packet.</summary>
    /// <param name="data">The captured octets that <paramref name="headers"/> was read from.</param>
    /// <param name="headers">The packet's headers, of any status with addresses: a first fragment may end inside the transport header.</param>
    /// <param name="nowMs">Time of the packet in Unix milliseconds.</param>
    /// <param name="packet">With <see cref="ReassemblyStatus.Complete"/> the whole IP packet, to be parsed as raw IP; good until the next call.</param>
    public ReassemblyStatus Add(ReadOnlySpan<byte> data, scoped in PacketHeaders headers, long nowMs, out ReadOnlySpan<byte> packet)
    {
        packet = default;
        if (!headers.IsFragment)
        {
            return ReassemblyStatus.NotAFragment;
        }

        Expire(nowMs);
        int end = headers.IpOffset + headers.IpLength;
        int length = end - headers.FragmentDataOffset;
        int headerLength = headers.IpVersion == 4 ? headers.FragmentDataOffset - headers.IpOffset : 0;

        // RFC 8200 4.5: all fragments but the last are multiples of eight octets, and the sum fits the length field.
        if (length <= 0 || end > data.Length
            || (headers.MoreFragments && (length & 7) != 0)
            || headerLength + headers.FragmentOffset + length > FragmentedDatagram.MaxLength)
        {
            Refused++;
            return ReassemblyStatus.Refused;
        }

        FragmentedDatagram? datagram = FindOrBegin(headers, FragmentedDatagram.HeaderRoom + headers.FragmentOffset + length, nowMs);
        if (datagram is null)
        {
            Refused++;
            return ReassemblyStatus.Refused;
        }

        if (!datagram.TryAdd(data[headers.IpOffset..], data.Slice(headers.FragmentDataOffset, length), headers, out bool overlaps))
        {
            Refused++;
            Remove(datagram);
            return ReassemblyStatus.Refused;
        }

        Overlapping += overlaps ? 1 : 0;
        if (!datagram.IsComplete)
        {
            return ReassemblyStatus.Incomplete;
        }

        packet = datagram.Finish();
        Remove(datagram);
        Reassembled++;
        return ReassemblyStatus.Complete;
    }

    /// <summary>Gives up the datagrams whose time is over; <see cref="Add"/> does it too.</summary>
    /// <param name="nowMs">The time in Unix milliseconds.</param>
    public void Expire(long nowMs)
    {
        while (_oldest is FragmentedDatagram oldest && nowMs - oldest.FirstSeenMs >= _options.TimeoutMs)
        {
            Remove(oldest);
            Expired++;
        }
    }

    private FragmentedDatagram? FindOrBegin(in PacketHeaders headers, int neededLength, long nowMs)
    {
        FragmentKey key = FragmentKey.Of(headers);
        if (_datagrams.TryGetValue(key, out FragmentedDatagram? datagram))
        {
            if (datagram.Buffer.Length >= neededLength)
            {
                return datagram;
            }

            byte[]? larger = TakeBuffer(neededLength, keep: datagram);
            if (larger is not null)
            {
                _buffers.Return(datagram.Move(larger));
                return datagram;
            }

            Remove(datagram);
            return null;
        }

        if (_datagrams.Count >= _options.MaxDatagrams)
        {
            Evict(keep: null);
        }

        byte[]? buffer = TakeBuffer(neededLength, keep: null);
        if (buffer is null)
        {
            return null;
        }

        datagram = _free.TryPop(out FragmentedDatagram? free) ? free : new FragmentedDatagram();
        datagram.Begin(key, nowMs, buffer);
        _datagrams.Add(key, datagram);
        datagram.Older = _newest;
        datagram.Newer = null;
        if (_newest is null)
        {
            _oldest = datagram;
        }
        else
        {
            _newest.Newer = datagram;
        }

        _newest = datagram;
        return datagram;
    }

    private byte[]? TakeBuffer(int length, FragmentedDatagram? keep)
    {
        byte[]? buffer = _buffers.TryTake(length);
        while (buffer is null && Evict(keep))
        {
            buffer = _buffers.TryTake(length);
        }

        return buffer;
    }

    private bool Evict(FragmentedDatagram? keep)
    {
        FragmentedDatagram? victim = _oldest == keep && keep is not null ? keep.Newer : _oldest;
        if (victim is null)
        {
            return false;
        }

        Remove(victim);
        Evicted++;
        return true;
    }

    private void Remove(FragmentedDatagram datagram)
    {
        _datagrams.Remove(datagram.Key);
        if (datagram.Older is null)
        {
            _oldest = datagram.Newer;
        }
        else
        {
            datagram.Older.Newer = datagram.Newer;
        }

        if (datagram.Newer is null)
        {
            _newest = datagram.Older;
        }
        else
        {
            datagram.Newer.Older = datagram.Older;
        }

        _buffers.Return(datagram.Buffer);
        _free.Push(datagram);
    }
}
