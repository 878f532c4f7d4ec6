namespace FlowSensor.Engine.Traffic;

/// <summary>A service seen from one side, such as the requests of <c>smtp</c>.</summary>
/// <param name="Index">Dense number within one sensor configuration, in the order of the services.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="Direction">Side of the service.</param>
/// <param name="KeepsPairs">True where (source, destination) pairs are accounted too.</param>
public sealed record ServiceDirection(int Index, string Service, TrafficDirection Direction, bool KeepsPairs);
