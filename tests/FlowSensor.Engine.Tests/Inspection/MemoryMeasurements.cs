namespace FlowSensor.Engine.Tests.Inspection;

/// <summary>Tests that measure the memory of the process run alone.</summary>
[CollectionDefinition(nameof(MemoryMeasurements), DisableParallelization = true)]
public sealed class MemoryMeasurements;
