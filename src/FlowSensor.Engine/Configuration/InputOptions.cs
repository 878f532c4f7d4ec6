namespace FlowSensor.Engine.Configuration;

/// <summary>The section <c>inputs</c>.</summary>
public sealed class InputOptions
{
    /// <summary>NetFlow and IPFIX over UDP.</summary>
    public NetflowInputOptions Netflow { get; set; } = new();

    /// <summary>sFlow over UDP.</summary>
    public SflowInputOptions Sflow { get; set; } = new();

    /// <summary>Interfaces to capture from, such as mirror ports.</summary>
    public List<CaptureInputOptions> Capture { get; set; } = [];

    /// <summary>Groups of exporters that see the same traffic, which is counted once.</summary>
    public List<DuplicateGroupOptions> Duplicates { get; set; } = [];

    /// <summary>Log files.</summary>
    public List<LogInputOptions> Logs { get; set; } = [];

    /// <summary>Log lines that hosts send.</summary>
    public SyslogInputOptions Syslog { get; set; } = new();
}
