namespace FlowSensor.Protocols.Logs;

/// <summary>
/// Cuts what a syslog sender writes to a TCP connection, handed over block by block, into messages (RFC 6587 3.4). Each message tells by
/// its first octet how it is framed: <c>LENGTH SP MESSAGE</c>, as RFC 5425 4.3 has it, or ended by LF. Whatever the blocks, the same octets
/// give the same messages. Allocates nothing.
/// </summary>
public sealed class SyslogFrameReader
{
    // RFC 5425 4.3.1 asks for 2,048 octets at least; a length of more digits is text.
    private const int MaxDigits = 8;

    private readonly byte[] _gathered;
    private State _state;
    private int _have;
    private int _left;
    private int _digits;

    /// <summary>Makes a reader for a connection.</summary>
    /// <param name="maxMessage">Octets kept of a message.</param>
    public SyslogFrameReader(int maxMessage = LogLineReader.DefaultMaxLine)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxMessage, MaxDigits);
        _gathered = new byte[maxMessage + 1];
    }

    private enum State : byte
    {
        Start,
        Length,
        Counted,
        Line,
    }

    /// <summary>Messages of which something was dropped because they were too long.</summary>
    public long CutMessages { get; private set; }

    /// <summary>Takes the next message from the front of <paramref name="data"/>; false when none ends there, with all of it taken.</summary>
    /// <param name="data">What was received and not yet taken.</param>
    /// <param name="message">The message, valid until the next call.</param>
    public bool TryNext(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> message)
    {
        while (!data.IsEmpty)
        {
            switch (_state)
            {
                case State.Start:
                    Begin(ref data);
                    break;
                case State.Length:
                    TakeLength(ref data);
                    break;
                case State.Counted:
                    if (TryTakeCounted(ref data, out message))
                    {
                        return true;
                    }

                    break;
                default:
                    if (TryTakeLine(ref data, out message))
                    {
                        return true;
                    }

                    break;
            }
        }

        message = default;
        return false;
    }

    /// <summary>Takes what was begun when the connection ends; false when nothing was.</summary>
    public bool TryFinish(out ReadOnlySpan<byte> message)
    {
        bool isBegun = _have > 0;
        message = isBegun ? Finish(_gathered.AsSpan(0, _have)) : default;
        return isBegun;
    }

    private void Begin(ref ReadOnlySpan<byte> data)
    {
        // Senders that count may end messages by LF or NUL none the less.
        int first = data.IndexOfAnyExcept("\n\r\0 "u8);
        data = first < 0 ? default : data[first..];
        if (!data.IsEmpty)
        {
            _state = data[0] is >= (byte)'1' and <= (byte)'9' ? State.Length : State.Line;
            _digits = 0;
            _left = 0;
        }
    }

    // The digits are kept: if no space follows them, they begin a line.
    private void TakeLength(ref ReadOnlySpan<byte> data)
    {
        byte octet = data[0];
        if (char.IsAsciiDigit((char)octet) && _digits < MaxDigits)
        {
            _left = (_left * 10) + (octet - '0');
            _digits++;
            _gathered[_have++] = octet;
            data = data[1..];
        }
        else if (octet == (byte)' ')
        {
            _have = 0;
            _state = State.Counted;
            data = data[1..];
        }
        else
        {
            _state = State.Line;
        }
    }

    private bool TryTakeCounted(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> message)
    {
        int take = Math.Min(_left, data.Length);
        ReadOnlySpan<byte> part = data[..take];
        data = data[take..];
        _left -= take;
        if (_left == 0 && _have == 0)
        {
            message = Finish(part);
            return true;
        }

        Gather(part);
        message = _left == 0 ? Finish(_gathered.AsSpan(0, _have)) : default;
        return _left == 0;
    }

    private bool TryTakeLine(ref ReadOnlySpan<byte> data, out ReadOnlySpan<byte> message)
    {
        int end = data.IndexOf((byte)'\n');
        ReadOnlySpan<byte> part = end < 0 ? data : data[..end];
        data = end < 0 ? default : data[(end + 1)..];
        if (end >= 0 && _have == 0)
        {
            message = Finish(part);
            return true;
        }

        Gather(part);
        message = end < 0 ? default : Finish(_gathered.AsSpan(0, _have));
        return end >= 0;
    }

    private void Gather(ReadOnlySpan<byte> part)
    {
        int take = Math.Min(part.Length, _gathered.Length - _have);
        part[..take].CopyTo(_gathered.AsSpan(_have));
        _have += take;
    }

    private ReadOnlySpan<byte> Finish(ReadOnlySpan<byte> message)
    {
        _state = State.Start;
        _have = 0;
        if (message.Length >= _gathered.Length)
        {
            CutMessages++;
            message = message[..(_gathered.Length - 1)];
        }

        return message.TrimEnd("\r\n\0"u8);
    }
}
