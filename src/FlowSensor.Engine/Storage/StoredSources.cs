using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Storage;

/// <summary>The sources to keep of one service and direction.</summary>
/// <param name="ServiceDirection">Service and direction.</param>
/// <param name="Sources">The sources.</param>
public sealed record StoredSources(ServiceDirection ServiceDirection, IReadOnlyList<SourceTraffic> Sources);
