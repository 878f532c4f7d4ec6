using FlowSensor.Engine.Reports;

namespace FlowSensor.Dashboard.Answers;

/// <summary>How the sensor does.</summary>
internal sealed record SensorHealth
{
    /// <summary>Name of the sensor.</summary>
    public required string Sensor { get; init; }

    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>The sensor's time zone, by its IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>True while the feeding thread moves.</summary>
    public bool Alive { get; init; }

    /// <summary>True once packets and datagrams are taken.</summary>
    public bool Receiving { get; init; }

    /// <summary>The clock.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>What is in the store.</summary>
    public required StoreFacts Store { get; init; }

    /// <summary>Spans written since the start.</summary>
    public long StoreWritten { get; init; }

    /// <summary>Items the store lost since the start.</summary>
    public long StoreLost { get; init; }

    /// <summary>Why the store last failed; null while all is well.</summary>
    public string? StoreTrouble { get; init; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<OutputRow> Outputs { get; init; } = [];

    /// <summary>The routers whose tables are read.</summary>
    public IReadOnlyList<RouterRow> Routers { get; init; } = [];

    /// <summary>The exporters of the last day of data.</summary>
    public IReadOnlyList<ExporterHealth> Exporters { get; init; } = [];
}
