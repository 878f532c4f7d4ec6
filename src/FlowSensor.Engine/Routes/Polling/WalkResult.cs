namespace FlowSensor.Engine.Routes.Polling;

/// <summary>How a walk ended.</summary>
/// <param name="Failure">None when it reached the end of every column.</param>
/// <param name="Detail">What a person needs to know about the failure.</param>
/// <param name="Rows">Rows handed over.</param>
public readonly record struct WalkResult(SnmpFailure Failure, string Detail, int Rows);
