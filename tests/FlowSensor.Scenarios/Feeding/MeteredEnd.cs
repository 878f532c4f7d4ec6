using FlowSensor.Generator;

namespace FlowSensor.Scenarios.Feeding;

/// <summary>A flow that leaves the router's cache.</summary>
/// <param name="Flow">Its record, without times.</param>
/// <param name="First">First packet, Unix milliseconds.</param>
/// <param name="Last">Last packet, Unix milliseconds.</param>
/// <param name="Actor">Number of the actor whose deed it is.</param>
internal readonly record struct MeteredEnd(GeneratedFlow Flow, long First, long Last, int Actor);
