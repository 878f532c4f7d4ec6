namespace FlowSensor.Generator.Packets;

/// <summary>One packet of a TCP session.</summary>
internal sealed record TalkStep(bool FromClient, byte Flags, byte[] Payload);
