namespace FlowSensor.Engine.Traffic;

/// <summary>One band of the flow-count distribution of a service and direction.</summary>
/// <param name="ServiceDirection">Service and direction.</param>
/// <param name="By">What is counted.</param>
/// <param name="Band">Label: <c>1-10</c>, <c>>1000</c>, or <c>other</c> for what found no room in the table.</param>
/// <param name="Keys">Sources or pairs in the band; 0 in the band <c>other</c>.</param>
/// <param name="Flows">Their flows.</param>
/// <param name="Packets">Their packets.</param>
/// <param name="Octets">Their octets.</param>
public readonly record struct BandTotal(
    ServiceDirection ServiceDirection, BandSubject By, string Band, long Keys, ulong Flows, ulong Packets, ulong Octets)
{
    /// <summary>Label of the band that collects what found no room in the table.</summary>
    public const string Other = "other";
}
