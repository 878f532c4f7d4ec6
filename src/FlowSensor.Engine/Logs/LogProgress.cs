namespace FlowSensor.Engine.Logs;

/// <summary>How far a reading of log files has come.</summary>
/// <param name="File">The file being read.</param>
/// <param name="BytesRead">Octets of files read so far, as they lie on the disk.</param>
/// <param name="BytesTotal">Octets of all files; 0 when standard input is among them.</param>
/// <param name="Lines">Lines so far.</param>
public readonly record struct LogProgress(string File, long BytesRead, long BytesTotal, long Lines);
