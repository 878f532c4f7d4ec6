namespace FlowSensor.Engine.Traffic;

/// <summary>Total of one exporter, service, direction and scope.</summary>
/// <param name="ExporterIndex">Number of the exporter; -1 collects exporters beyond the table's limit.</param>
/// <param name="ServiceDirection">Service and direction.</param>
/// <param name="Scope">Where the flows ran.</param>
/// <param name="Counts">Flows, packets and octets.</param>
/// <param name="UnknownSampling">Flows whose sampling interval was unknown, estimated as observed.</param>
public readonly record struct ScopeTotal(
    int ExporterIndex, ServiceDirection ServiceDirection, TrafficScope Scope, TrafficCounts Counts, ulong UnknownSampling);
