namespace FlowSensor.IntegrationTests.Peers;

/// <summary>What a counter says of one source.</summary>
/// <param name="Flows">Flow records.</param>
/// <param name="Packets">Packets.</param>
/// <param name="Octets">Layer 3 octets.</param>
internal readonly record struct SourceCounters(long Flows, long Packets, long Octets)
{
    /// <summary>Adds what another says.</summary>
    /// <param name="other">The other.</param>
    public SourceCounters Plus(SourceCounters other) =>
        new(Flows + other.Flows, Packets + other.Packets, Octets + other.Octets);
}
