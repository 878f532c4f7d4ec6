namespace FlowSensor.Protocols.Dns;

/// <summary>
/// Cuts one direction of a DNS session over TCP into messages (RFC 1035 4.2.2, RFC 7766 8: two octets of length before each).
/// A message inside one segment is handed on in place; one that is spread over segments is gathered up to
/// <see cref="GatherLimit"/> octets, which holds any header and question, and handed on as cut.
/// </summary>
public sealed class DnsTcpFrames
{
    /// <summary>Octets kept of a message that comes in pieces.</summary>
    public const int GatherLimit = 1024;

    private byte[]? _gathered;
    private int _length;
    private int _have;
    private int _lengthOctets;

    /// <summary>Octets of messages still missing: 0 between messages.</summary>
    public int Missing => _lengthOctets < 2 ? 0 : _length - _have;

    /// <summary>Forgets the message begun, after a gap or for another session.</summary>
    public void Reset()
    {
        _length = 0;
        _have = 0;
        _lengthOctets = 0;
    }

    /// <summary>
    /// Takes the next complete message from the front of <paramref name="data"/>; false when more is needed, with all of
    /// <paramref name="data"/> taken. <paramref name="message"/> is valid until the next call.
    /// </summary>
    public bool TryNext(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> message, out int wireLength)
    {
        message = default;
        wireLength = 0;
        while (_lengthOctets < 2)
        {
            if (data.IsEmpty)
            {
                return false;
            }

            _length = (_length << 8) | data[0];
            _lengthOctets++;
            data = data[1..];
        }

        wireLength = _length;
        if (_have == 0 && data.Length >= _length)
        {
            message = data[.._length];
            data = data[_length..];
            Reset();
            return true;
        }

        _gathered ??= new byte[GatherLimit];
        int take = Math.Min(_length - _have, data.Length);
        int room = Math.Min(take, Math.Max(0, GatherLimit - _have));
        data[..room].CopyTo(_gathered.AsSpan(Math.Min(_have, GatherLimit)));
        _have += take;
        data = data[take..];
        if (_have < _length)
        {
            return false;
        }

        message = _gathered.AsSpan(0, Math.Min(_length, GatherLimit));
        Reset();
        return true;
    }
}
