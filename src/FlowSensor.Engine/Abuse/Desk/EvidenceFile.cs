namespace FlowSensor.Engine.Abuse.Desk;

/// <summary>A file with what our data say.</summary>
/// <param name="Name">File name.</param>
/// <param name="Type">Media type.</param>
/// <param name="Content">Octets.</param>
public sealed record EvidenceFile(string Name, string Type, byte[] Content);
