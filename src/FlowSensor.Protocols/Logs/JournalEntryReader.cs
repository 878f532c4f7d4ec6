namespace FlowSensor.Protocols.Logs;

/// <summary>
/// One line of <c>journalctl -o json</c>: an object of strings, where a field that is no UTF-8 is an array of octets and one that is too
/// large is null. Fields read: __REALTIME_TIMESTAMP (microseconds; _SOURCE_REALTIME_TIMESTAMP wins, it is when the program spoke),
/// _HOSTNAME, SYSLOG_IDENTIFIER (else _COMM), _PID or SYSLOG_PID, PRIORITY, MESSAGE.
/// </summary>
internal sealed class JournalEntryReader
{
    private byte[] _text = new byte[4_096];
    private int _used;

    /// <summary>Reads an entry; false when the line is no such object or has no message.</summary>
    public bool TryRead(ReadOnlySpan<byte> line, out LogHeader header)
    {
        header = default;
        _used = 0;
        if (_text.Length < line.Length)
        {
            _text = new byte[line.Length];
        }

        JsonScanner scanner = new(line);
        if (!scanner.TryTake((byte)'{'))
        {
            return false;
        }

        ReadOnlySpan<byte> host = default;
        ReadOnlySpan<byte> identifier = default;
        ReadOnlySpan<byte> command = default;
        ReadOnlySpan<byte> message = default;
        long time = 0;
        long source = 0;
        long pid = 0;
        long priority = -1;
        bool hasMessage = false;
        do
        {
            if (!TryString(ref scanner, out ReadOnlySpan<byte> name) || !scanner.TryTake((byte)':') || !TryValue(ref scanner, out ReadOnlySpan<byte> value))
            {
                return false;
            }

            switch (name)
            {
                case [(byte)'M', ..] when name.SequenceEqual("MESSAGE"u8):
                    message = value;
                    hasMessage = true;
                    break;
                case [(byte)'S', ..] when name.SequenceEqual("SYSLOG_IDENTIFIER"u8):
                    identifier = value;
                    break;
                case [(byte)'S', ..] when name.SequenceEqual("SYSLOG_PID"u8):
                case [(byte)'_', ..] when name.SequenceEqual("_PID"u8) && pid == 0:
                    pid = Number(value, pid);
                    break;
                case [(byte)'P', ..] when name.SequenceEqual("PRIORITY"u8):
                    priority = Number(value, -1);
                    break;
                case [(byte)'_', ..] when name.SequenceEqual("__REALTIME_TIMESTAMP"u8):
                    time = Number(value, 0);
                    break;
                case [(byte)'_', ..] when name.SequenceEqual("_SOURCE_REALTIME_TIMESTAMP"u8):
                    source = Number(value, 0);
                    break;
                case [(byte)'_', ..] when name.SequenceEqual("_HOSTNAME"u8):
                    host = value;
                    break;
                case [(byte)'_', ..] when name.SequenceEqual("_COMM"u8):
                    command = value;
                    break;
                default:
                    break;
            }
        }
        while (scanner.TryTake((byte)','));

        long microseconds = source > 0 ? source : time;
        header = new LogHeader
        {
            TimeMs = microseconds > 0 ? microseconds / 1_000 : LogHeader.UnknownTime,
            Host = host,
            Program = identifier.IsEmpty ? command : identifier,
            Pid = (int)Math.Clamp(pid, 0, int.MaxValue),
            Priority = priority is >= 0 and <= 191 ? (int)priority : -1,
            Message = message,
        };
        return hasMessage && scanner.TryTake((byte)'}');
    }

    private static long Number(ReadOnlySpan<byte> text, long otherwise) => LogText.TryTakeNumber(ref text, out long number) ? number : otherwise;

    private bool TryString(scoped ref JsonScanner scanner, out ReadOnlySpan<byte> value)
    {
        bool read = scanner.TryReadString(_text.AsSpan(_used), out value, out int used);
        _used += used;
        return read;
    }

    private bool TryValue(scoped ref JsonScanner scanner, out ReadOnlySpan<byte> value)
    {
        if (scanner.IsAt((byte)'"'))
        {
            return TryString(ref scanner, out value);
        }

        if (scanner.IsAt((byte)'['))
        {
            bool read = scanner.TryReadOctets(_text.AsSpan(_used), out value, out int used);
            _used += used;
            return read;
        }

        return scanner.TryReadWord(out value);
    }
}
