namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>What a spooled batch holds.</summary>
internal sealed class BatchContent
{
    /// <summary>Rows by table, compressed, in the order in which they are to be inserted.</summary>
    public List<(ClickHouseTable Table, ReadOnlyMemory<byte> Gzip)> Sections { get; } = [];

    /// <summary>Starts of hours, Unix seconds, whose rows are to be summed from the windows stored before.</summary>
    public List<uint> ClosedHours { get; } = [];

    /// <summary>Minutes, Unix seconds, whose sums by source are to be made from the records stored before.</summary>
    public List<uint> Minutes { get; } = [];

    /// <summary>Hours, Unix seconds, whose sums by source are to be made from those of the minutes.</summary>
    public List<uint> Hours { get; } = [];
}
