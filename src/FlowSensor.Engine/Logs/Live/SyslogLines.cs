using System.Text;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs.Live;

/// <summary>
/// Reads the headers of syslog messages. What a sender leaves out is put in: its address where it names no host, the time of arrival where
/// there is none or one that has not come yet.
/// </summary>
internal sealed class SyslogLines
{
    // Clocks may differ, and zones may be wrong; more than a day ahead would hold up everything that goes by the time of lines.
    private const long MostAheadMs = 86_400_000;

    private readonly LogClock _clock;
    private readonly LogHeaderReader _headers;
    private readonly ILogLineSink _sink;
    private IpAddress _source;
    private byte[] _sourceText = [];

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
        _headers.Read(message, out LogHeader header);
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
