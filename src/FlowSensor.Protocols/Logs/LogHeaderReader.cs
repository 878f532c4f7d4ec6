namespace FlowSensor.Protocols.Logs;

/// <summary>
/// Reads what is in front of a log line's message, in whatever form the line has: BSD syslog (RFC 3164), RFC 5424, syslog with ISO stamps,
/// journal JSON, and the files that daemons write themselves. Any octets give a header: what cannot be read is empty, the rest is message.
/// </summary>
public sealed class LogHeaderReader
{
    // Names of files are this long at most when grep has put them in front of a line.
    private const int LongestPrefix = 128;

    private readonly LogFormat _format;
    private readonly LogStampReader _stamps;
    private readonly JournalEntryReader _journal = new();

    /// <summary>Makes a reader.</summary>
    /// <param name="clock">Gives instants to stamps without year or zone.</param>
    /// <param name="format">What writes the log.</param>
    public LogHeaderReader(LogClock clock, LogFormat format = LogFormat.Auto)
    {
        _format = format;
        _stamps = new LogStampReader(clock);
    }

    /// <summary>Reads a line; false when it begins with no known stamp, and all of it is message.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="header">What was read; valid until the next call and as long as the line.</param>
    public bool Read(ReadOnlySpan<byte> line, out LogHeader header)
    {
        ReadOnlySpan<byte> rest = line;
        int priority = -1;
        if (line is [(byte)'<', ..] && TryTakePriority(ref rest, out priority) && LogText.TryTake(ref rest, "1 "u8))
        {
            return Rfc5424Header.TryRead(rest, priority, _stamps, out header);
        }

        if (line is [(byte)'{', ..] && _journal.TryRead(line, out header))
        {
            return true;
        }

        rest = rest.TrimStart((byte)' ');
        LogStampKind kind = _stamps.Take(ref rest, out long time);
        if (kind == LogStampKind.None && !TrySkipPrefix(ref rest, out kind, out time))
        {
            header = new LogHeader { TimeMs = LogHeader.UnknownTime, Priority = priority, Program = LogPrograms.Of(_format), Message = line };
            return false;
        }

        header = kind == LogStampKind.Bind
            ? new LogHeader { TimeMs = time, Priority = priority, Program = "named"u8, Message = rest }
            : ReadOrigin(rest, kind, time, priority);
        return true;
    }

    private static bool TryTakePriority(scoped ref ReadOnlySpan<byte> text, out int priority)
    {
        ReadOnlySpan<byte> rest = text[1..];
        priority = -1;
        if (!LogText.TryTakeNumber(ref rest, out long value) || value > 191 || rest is not [(byte)'>', ..])
        {
            return false;
        }

        priority = (int)value;
        text = rest[1..];
        return true;
    }

    // file:line, as grep prints lines of several files.
    private bool TrySkipPrefix(scoped ref ReadOnlySpan<byte> text, out LogStampKind kind, out long time)
    {
        kind = LogStampKind.None;
        time = LogHeader.UnknownTime;
        int colon = text[..Math.Min(text.Length, LongestPrefix)].IndexOf((byte)':');
        if (colon <= 0 || text[..colon].Contains((byte)' '))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[(colon + 1)..].TrimStart((byte)' ');
        kind = _stamps.Take(ref rest, out time);
        if (kind == LogStampKind.None)
        {
            return false;
        }

        text = rest;
        return true;
    }

    // host program[pid]: message - or what stands there instead in the files that daemons write themselves.
    private LogHeader ReadOrigin(ReadOnlySpan<byte> text, LogStampKind kind, long time, int priority)
    {
        if (LogPrograms.OfForm(kind, text) is { IsEmpty: false } own)
        {
            return new LogHeader { TimeMs = time, Priority = priority, Program = own, Message = text };
        }

        ReadOnlySpan<byte> rest = text;
        ReadOnlySpan<byte> host = default;
        if (rest is [(byte)'<', ..])
        {
            // FreeBSD's syslogd -v: <mail.info> in front of the host.
            LogText.TakeWord(ref rest);
        }

        if (!SyslogTag.TryTake(ref rest, out ReadOnlySpan<byte> program, out int pid))
        {
            ReadOnlySpan<byte> behindHost = rest;
            host = LogText.TakeWord(ref behindHost);
            if (SyslogTag.TryTake(ref behindHost, out program, out pid) || kind is not LogStampKind.IsoWithSpace)
            {
                rest = behindHost;
            }
            else
            {
                host = default;
                program = "exim"u8;
            }
        }

        // Solaris: [ID 801593 mail.info] in front of the message.
        if (rest.StartsWith("[ID "u8) && rest.IndexOf("] "u8) is int end and > 0 and < 64)
        {
            rest = rest[(end + 2)..];
        }

        return new LogHeader
        {
            TimeMs = time,
            Priority = priority,
            Host = host,
            Program = program.IsEmpty ? LogPrograms.Of(_format) : program,
            Pid = pid,
            Message = rest,
        };
    }
}
