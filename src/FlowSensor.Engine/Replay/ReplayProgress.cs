namespace FlowSensor.Engine.Replay;

/// <summary>How far a replay has come.</summary>
/// <param name="File">Name of the file being read.</param>
/// <param name="Octets">Octets read of all files.</param>
/// <param name="TotalOctets">Octets of all files.</param>
/// <param name="Records">Flow records so far.</param>
public readonly record struct ReplayProgress(string File, long Octets, long TotalOctets, long Records);
