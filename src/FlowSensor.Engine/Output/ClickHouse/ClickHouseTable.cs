namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>The tables that a sensor inserts into. The numbers stand in spooled batches: they are never changed or used again.</summary>
internal enum ClickHouseTable : byte
{
    /// <summary>Flow records.</summary>
    Flows = 1,

    /// <summary>The spans themselves.</summary>
    Spans = 2,

    /// <summary>Totals by service and direction.</summary>
    SpanServices = 3,

    /// <summary>Totals by exporter, service, direction and scope.</summary>
    SpanScopes = 4,

    /// <summary>Distributions.</summary>
    SpanBands = 5,

    /// <summary>Totals by next hop and institution.</summary>
    SpanGroups = 6,

    /// <summary>Sources kept.</summary>
    SpanSources = 7,

    /// <summary>What arrived by exporter.</summary>
    SpanLedgers = 8,

    /// <summary>What was dropped by exporter and cause.</summary>
    SpanDrops = 9,
}
