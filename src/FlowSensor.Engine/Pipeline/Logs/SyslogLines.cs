using System.Buffers.Text;
using System.Text;
using FlowSensor.Engine.Logs;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Pipeline.Logs;

/// <summary>
/// Reads the headers of syslog messages. What a sender leaves out is put in: its address where it names no host, the time of arrival where
/// there is none or one that has not come yet.
/// </summary>
internal sealed class SyslogLines
{
    // Clocks may differ, and zones may be wrong; more than a day ahead would hold up everything that goes by the time of lines.
    private const long MostAheadMs = 86_400_000;

    private const int RoomOfStamp = 48;
    private const int LongestPriority = 5;

    private readonly LogClock _clock;
    private readonly LogHeaderReader _headers;
    private readonly ILogLineSink _sink;
    private IpAddress _source;
    private byte[] _sourceText = [];
    private byte[] _completed = [];

    /// <summary>Makes it.</summary>
    /// <param name="zone">Zone of times that name none.</param>
    /// <param name="sink">Takes the lines.</param>
    internal SyslogLines(TimeZoneInfo zone, ILogLineSink sink)
    {
        _clock = new LogClock(zone, year: null, referenceMs: 0);
        _headers = new LogHeaderReader(_clock, LogFormat.Syslog);
        _sink = sink;
    }

    /// <summary>Messages read.</summary>
    internal long Lines { get; private set; }

    internal void Take(ReadOnlySpan<byte> message, IpAddress source, long arrivalMs)
    {
        Lines++;
        _clock.ReferenceMs = arrivalMs;
        if (!_headers.Read(message, out LogHeader header))
        {
            message = Complete(message, source, arrivalMs);
            _headers.Read(message, out header);
        }

        bool isTimely = header.HasTime && header.TimeMs <= arrivalMs + MostAheadMs;
        if (!isTimely || header.Host.IsEmpty)
        {
            header = new LogHeader
            {
                TimeMs = isTimely ? header.TimeMs : arrivalMs,
                Host = header.Host.IsEmpty ? Name(source) : header.Host,
                Program = header.Program,
                Pid = header.Pid,
                Priority = header.Priority,
                Message = header.Message,
            };
        }

        _sink.OnLine(header, message);
    }

    // RFC 3164 4.3.2 and 4.3.3: a message without a time gets the time of arrival and its sender's name behind the priority.
    private ReadOnlySpan<byte> Complete(ReadOnlySpan<byte> message, IpAddress source, long arrivalMs)
    {
        int end = message is [(byte)'<', ..] ? message[..Math.Min(message.Length, LongestPriority)].IndexOf((byte)'>') + 1 : 0;
        ReadOnlySpan<byte> name = Name(source);
        if (_completed.Length < message.Length + name.Length + RoomOfStamp)
        {
            _completed = new byte[message.Length + name.Length + RoomOfStamp];
        }

        Span<byte> to = _completed;
        message[..end].CopyTo(to);
        int length = end;
        Utf8Formatter.TryFormat(DateTimeOffset.FromUnixTimeMilliseconds(arrivalMs), to[length..], out int written, 'O');
        length += written;
        to[length++] = (byte)' ';
        name.CopyTo(to[length..]);
        length += name.Length;
        to[length++] = (byte)' ';
        message[end..].CopyTo(to[length..]);
        return to[..(length + message.Length - end)];
    }

    private ReadOnlySpan<byte> Name(IpAddress source)
    {
        if (_source != source || _sourceText.Length == 0)
        {
            _source = source;
            _sourceText = Encoding.ASCII.GetBytes(source.ToString());
        }

        return _sourceText;
    }
}
