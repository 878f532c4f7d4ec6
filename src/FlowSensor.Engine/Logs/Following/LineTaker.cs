namespace FlowSensor.Engine.Logs.Following;

/// <summary>Takes a line, valid during the call.</summary>
/// <param name="line">The line without its end.</param>
public delegate void LineTaker(ReadOnlySpan<byte> line);
