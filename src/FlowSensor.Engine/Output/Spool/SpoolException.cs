namespace FlowSensor.Engine.Output.Spool;

/// <summary>A spool cannot be used at all; the message is a sentence for the operator.</summary>
public sealed class SpoolException(string message, Exception? cause) : Exception(message, cause);
