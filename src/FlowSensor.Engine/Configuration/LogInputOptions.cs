using System.ComponentModel.DataAnnotations;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Configuration;

/// <summary>One entry of <c>inputs.logs</c>: a log file.</summary>
public sealed class LogInputOptions
{
    /// <summary>The file. Its rotated parts are found beside it.</summary>
    [Required]
    public string? Path { get; set; }

    /// <summary>What writes it, for lines that do not name their program.</summary>
    public LogFormat Format { get; set; }

    /// <summary>Address of the mail or name server that the log is of; needed for its statistics.</summary>
    public IpAddress? Server { get; set; }

    /// <summary>Goes on reading as the file grows and is rotated; otherwise it is read once.</summary>
    public bool Follow { get; set; } = true;

    /// <summary>Zone of times that name none; unset: the sensor's.</summary>
    public TimeZoneInfo? TimeZone { get; set; }
}
