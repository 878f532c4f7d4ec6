namespace FlowSensor.Protocols.Logs;

/// <summary>What every log line says before its message. Spans point into the line, or into the reader's memory until its next line.</summary>
public readonly ref struct LogHeader
{
    /// <summary><see cref="TimeMs"/> of a line without a readable time.</summary>
    public const long UnknownTime = long.MinValue;

    /// <summary>Unix milliseconds, or <see cref="UnknownTime"/>.</summary>
    public long TimeMs { get; init; }

    /// <summary>The host that logged; empty where the line does not name one.</summary>
    public ReadOnlySpan<byte> Host { get; init; }

    /// <summary>The program that logged, such as <c>postfix/smtpd</c>; empty where neither the line nor the format names one.</summary>
    public ReadOnlySpan<byte> Program { get; init; }

    /// <summary>Process id; 0 where the line has none.</summary>
    public int Pid { get; init; }

    /// <summary>Syslog priority (facility * 8 + severity, RFC 5424 6.2.1), or -1.</summary>
    public int Priority { get; init; }

    /// <summary>The rest: what the program said.</summary>
    public ReadOnlySpan<byte> Message { get; init; }

    /// <summary>True when the time could be read.</summary>
    public bool HasTime => TimeMs != UnknownTime;
}
