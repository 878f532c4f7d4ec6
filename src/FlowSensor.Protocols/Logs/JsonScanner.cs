using System.Text;

namespace FlowSensor.Protocols.Logs;

/// <summary>
/// The few steps of JSON (RFC 8259) that a flat object needs, without exceptions: the framework's reader throws on what is malformed, and a
/// log may hold anything. Unescaped text never is longer than its JSON, so a buffer as long as the line holds all of it.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>True when this octet comes next, behind white space.</summary>
    public bool IsAt(byte expected)
    {
        _rest = _rest.TrimStart(" \t\r\n"u8);
        return _rest is [var next, ..] && next == expected;
    }

    /// <summary>Takes an octet of structure; false when another comes next.</summary>
    public bool TryTake(byte expected)
    {
        if (!IsAt(expected))
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    /// <summary>Reads a string; without escapes it stays in the line, else it is written to the front of <paramref name="buffer"/>.</summary>
    public bool TryReadString(Span<byte> buffer, out ReadOnlySpan<byte> value, out int used)
    {
        used = 0;
        value = default;
        if (!TryTake((byte)'"'))
        {
            return false;
        }

        int stop = _rest.IndexOfAny((byte)'"', (byte)'\\');
        if (stop < 0)
        {
            return false;
        }

        if (_rest[stop] == '"')
        {
            value = _rest[..stop];
            _rest = _rest[(stop + 1)..];
            return true;
        }

        while (true)
        {
            _rest[..stop].CopyTo(buffer[used..]);
            used += stop;
            bool isEnd = _rest[stop] == '"';
            _rest = _rest[(stop + 1)..];
            if (isEnd)
            {
                value = buffer[..used];
                return true;
            }

            if (!TryUnescape(buffer[used..], out int written))
            {
                return false;
            }

            used += written;
            stop = _rest.IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                return false;
            }
        }
    }

    /// <summary>Reads an array of octets; an array of anything else is stepped over and empty.</summary>
    public bool TryReadOctets(Span<byte> buffer, out ReadOnlySpan<byte> value, out int used)
    {
        used = 0;
        value = default;
        if (!TryTake((byte)'['))
        {
            return false;
        }

        bool octets = true;
        while (!TryTake((byte)']'))
        {
            if (IsAt((byte)'"'))
            {
                octets = false;
                if (!TryReadString(buffer, out _, out _))
                {
                    return false;
                }
            }
            else if (LogText.TryTakeNumber(ref _rest, out long number))
            {
                octets &= number <= byte.MaxValue;
                if (octets)
                {
                    buffer[used++] = (byte)number;
                }
            }
            else
            {
                return false;
            }

            if (!TryTake((byte)',') && !IsAt((byte)']'))
            {
                return false;
            }
        }

        value = octets ? buffer[..used] : default;
        return true;
    }

    /// <summary>Reads a number or a literal such as null; null is empty.</summary>
    public bool TryReadWord(out ReadOnlySpan<byte> value)
    {
        int end = _rest.IndexOfAny(",}"u8);
        value = end < 0 ? default : _rest[..end].TrimEnd(" \t"u8);
        bool read = !value.IsEmpty && value.IndexOfAny("{[\""u8) < 0;
        _rest = read ? _rest[end..] : _rest;
        value = value.SequenceEqual("null"u8) ? default : value;
        return read;
    }

    private bool TryUnescape(Span<byte> destination, out int written)
    {
        written = 1;
        if (_rest.IsEmpty)
        {
            return false;
        }

        byte kind = _rest[0];
        _rest = _rest[1..];
        switch (kind)
        {
            case (byte)'n':
                destination[0] = (byte)'\n';
                return true;
            case (byte)'r':
                destination[0] = (byte)'\r';
                return true;
            case (byte)'t':
                destination[0] = (byte)'\t';
                return true;
            case (byte)'b':
                destination[0] = (byte)'\b';
                return true;
            case (byte)'f':
                destination[0] = (byte)'\f';
                return true;
            case (byte)'"' or (byte)'\\' or (byte)'/':
                destination[0] = kind;
                return true;
            case (byte)'u':
                return TryUnescapeUnit(destination, out written);
            default:
                return false;
        }
    }

    // Six or twelve octets of JSON become at most four of UTF-8; half a pair becomes the replacement character.
    private bool TryUnescapeUnit(Span<byte> destination, out int written)
    {
        written = 0;
        if (!TryTakeUnit(out char unit))
        {
            return false;
        }

        ReadOnlySpan<byte> before = _rest;
        Rune rune = Rune.ReplacementChar;
        if (!char.IsSurrogate(unit))
        {
            rune = new Rune(unit);
        }
        else if (char.IsHighSurrogate(unit) && LogText.TryTake(ref _rest, "\\u"u8) && TryTakeUnit(out char low) && char.IsLowSurrogate(low))
        {
            rune = new Rune(unit, low);
        }
        else
        {
            _rest = before;
        }

        return rune.TryEncodeToUtf8(destination, out written);
    }

    private bool TryTakeUnit(out char unit)
    {
        unit = '\0';
        if (_rest.Length < 4 || !System.Buffers.Text.Utf8Parser.TryParse(_rest[..4], out ushort value, out int used, 'x') || used != 4)
        {
            return false;
        }

        unit = (char)value;
        _rest = _rest[4..];
        return true;
    }
}
