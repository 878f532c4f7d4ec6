using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs;

/// <summary>
/// Counts log lines: by program, and what they say into the same days of mail servers that packet inspection fills. Lines may come in any
/// order of time within the days kept. Owned by one thread; a routine line allocates nothing.
/// </summary>
internal sealed class LogStatistics : ILogLineSink
{
    // What syslog sums up as "message repeated n times" is believed up to here: sixteen a second for the ten minutes that syslogd waits at most
    // (BSD syslogd's repeatinterval). More would let a line of sixty octets take as much time as thousands.
    private const long MostRepeats = 10_000;

    // RFC 5424 6.2.4.
    private const int LongestHost = 255;

    private readonly LogStatisticsOptions _options;
    private readonly LogEventCounter _events;
    private readonly byte[] _lastMessage = new byte[LogLineReader.DefaultMaxLine];
    private int _lastLength;
    private readonly byte[] _lastHost = new byte[LongestHost];
    private int _lastHostLength;
    private int _lastProgram = -1;
    private int _lastPid;
    private long _now;

    public LogStatistics(LogStatisticsOptions options)
    {
        _options = options;
        Servers = new LogServers(options.Servers);
        options.Mail.Servers.AddRange(options.Servers.Except(options.Mail.Servers));
        Mail = new MailServerStatistics(options.Mail, options.Calendar);
        _events = new LogEventCounter(options, Servers, Mail, Counters, Dns);
    }

    /// <summary>Days of servers.</summary>
    public MailServerStatistics Mail { get; }

    /// <summary>Addresses and names of servers.</summary>
    public LogServers Servers { get; }

    /// <summary>Counts that are not kept by server and day.</summary>
    public LogCounters Counters { get; } = new();

    /// <summary>DNS.</summary>
    public LogDnsCounters Dns { get; } = new();

    /// <summary>Lines by program.</summary>
    public LogProgramCounts Programs { get; } = new();

    /// <summary>Greylisted recipients: who came back.</summary>
    public Inspection.GreylistTable Greylist => _events.Greylist;

    /// <summary>Messages of which the log said too little while they were followed.</summary>
    public long MessagesPushedOut => _events.MessagesPushedOut;

    /// <summary>Lines counted.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines understood.</summary>
    public long Parsed { get; private set; }

    /// <summary>Lines not understood.</summary>
    public long Unknown => Lines - Parsed;

    /// <summary>Lines of other days than the one asked for.</summary>
    public long OtherDays { get; private set; }

    /// <summary>Earliest time of a line, Unix milliseconds.</summary>
    public long? First { get; private set; }

    /// <summary>Latest time of a line, Unix milliseconds.</summary>
    public long? Last { get; private set; }

    /// <inheritdoc/>
    public void OnLine(in LogHeader header, ReadOnlySpan<byte> line)
    {
        // A line without a stamp belongs to the one before it.
        _now = header.HasTime ? header.TimeMs : _now;
        if (_options.Day is { } day && _options.Calendar.DayOf(_now, out _) != day)
        {
            OtherDays++;
            return;
        }

        Lines++;
        if (header.HasTime)
        {
            First = Math.Min(First ?? long.MaxValue, _now);
            Last = Math.Max(Last ?? long.MinValue, _now);
        }

        ReadOnlySpan<byte> message = header.Message;
        if (message is [(byte)'m' or (byte)'l', ..] && TryReadRepeat(header))
        {
            Parsed++;
            return;
        }

        int program = Programs.Find(header.Program, out LogProgram family);
        bool isParsed = Count(new LogOrigin { Host = header.Host, Program = header.Program, Family = family, Pid = header.Pid }, message);
        Parsed += isParsed ? 1 : 0;
        Programs.Add(program, !isParsed);
        Remember(header, program);
    }

    private bool Count(in LogOrigin origin, ReadOnlySpan<byte> message, long times = 1)
    {
        LogEvent read = default;
        LogEventReader.Read(origin.Family, origin.Program, message, ref read);
        if (read.Kind == LogEventKind.Unknown)
        {
            return false;
        }

        for (long turn = 0; turn < times; turn++)
        {
            _events.Count(origin, read, _now);
        }

        return true;
    }

    private void Remember(in LogHeader header, int program)
    {
        _lastProgram = program;
        _lastPid = header.Pid;
        _lastLength = Math.Min(header.Message.Length, _lastMessage.Length);
        header.Message[.._lastLength].CopyTo(_lastMessage);
        _lastHostLength = Math.Min(header.Host.Length, LongestHost);
        header.Host[.._lastHostLength].CopyTo(_lastHost);
    }

    // rsyslog: "message repeated 3 times: [ text]" from the program itself; older ones: "last message repeated 3 times" from the host.
    private bool TryReadRepeat(in LogHeader header)
    {
        ReadOnlySpan<byte> text = header.Message;
        bool isLast = LogText.TryTake(ref text, "last message repeated "u8);
        if ((!isLast && !LogText.TryTake(ref text, "message repeated "u8)) || !LogText.TryTakeNumber(ref text, out long times))
        {
            return false;
        }

        times = Math.Min(times, MostRepeats);
        if (LogText.TryTake(ref text, " times: ["u8))
        {
            ReadOnlySpan<byte> message = text.TrimStart((byte)' ');
            message = message is [.., (byte)']'] ? message[..^1] : message;
            int program = Programs.Find(header.Program, out LogProgram family);
            Programs.Add(program, isUnknown: false);
            Count(new LogOrigin { Host = header.Host, Program = header.Program, Family = family, Pid = header.Pid }, message, times);
        }
        else if (isLast && _lastProgram >= 0)
        {
            ReadOnlySpan<byte> name = Programs.NameOf(_lastProgram);
            Programs.Find(name, out LogProgram family);
            Programs.Add(_lastProgram, isUnknown: false);
            LogOrigin origin = new() { Host = _lastHost.AsSpan(0, _lastHostLength), Program = name, Family = family, Pid = _lastPid };
            Count(origin, _lastMessage.AsSpan(0, _lastLength), times);
        }

        Counters.Repeated += times;
        return true;
    }
}
