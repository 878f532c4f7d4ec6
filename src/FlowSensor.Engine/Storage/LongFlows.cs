using FlowSensor.Engine.Collection;

namespace FlowSensor.Engine.Storage;

/// <summary>The last window in which an exporter told of flows that had gone on for longer than a window.</summary>
/// <param name="Exporter">The exporter.</param>
/// <param name="End">End of that window.</param>
/// <param name="Records">Flow records of such flows in it.</param>
public sealed record LongFlows(ExporterIdentity Exporter, DateTimeOffset End, long Records);
