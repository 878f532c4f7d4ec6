namespace FlowSensor.Engine.Traffic;

/// <summary>Total of one service and direction over a span of time.</summary>
/// <param name="ServiceDirection">Service and direction.</param>
/// <param name="Counts">Flows, packets and octets, those of the <c>other</c> row included.</param>
/// <param name="Sources">Sources with a row of their own.</param>
/// <param name="Pairs">Pairs with a row of their own; 0 where no pairs are kept.</param>
/// <param name="Other">Part of <paramref name="Counts"/> that found no room in the source table.</param>
/// <param name="UnknownSampling">Flows whose sampling interval was unknown.</param>
public readonly record struct ServiceTotal(
    ServiceDirection ServiceDirection, TrafficCounts Counts, long Sources, long Pairs, TrafficCounts Other, ulong UnknownSampling);
