using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs;

/// <summary>How log files are read.</summary>
public sealed class LogFileOptions
{
    /// <summary>What writes the log.</summary>
    public LogFormat Format { get; set; }

    /// <summary>Zone of stamps that name none.</summary>
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Year of the first stamp without one; null: inferred from each file's last change.</summary>
    public int? Year { get; set; }

    /// <summary>Octets kept of a line; the rest of a longer one is dropped and counted.</summary>
    public int MaxLine { get; set; } = LogLineReader.DefaultMaxLine;
}
