namespace FlowSensor.Generator.Packets;

/// <summary>Who talks to whom.</summary>
internal readonly record struct Ends(uint Source, ushort SourcePort, uint Destination, ushort DestinationPort)
{
    /// <summary>The other direction.</summary>
    public Ends Back => new(Destination, DestinationPort, Source, SourcePort);
}
