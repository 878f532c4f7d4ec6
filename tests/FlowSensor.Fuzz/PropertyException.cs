namespace FlowSensor.Fuzz;

/// <summary>A property that does not hold, said by a target or by what runs it.</summary>
internal sealed class PropertyException(string property) : Exception(property);
