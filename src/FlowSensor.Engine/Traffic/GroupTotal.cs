namespace FlowSensor.Engine.Traffic;

/// <summary>Traffic of one group in one service and direction.</summary>
/// <param name="ServiceDirection">Service and direction.</param>
/// <param name="By">What is grouped by.</param>
/// <param name="Name">Next hop or institution; <c>unknown</c>, or <c>other</c> when there was no room for more groups.</param>
/// <param name="Counts">Flows, packets and octets.</param>
public readonly record struct GroupTotal(ServiceDirection ServiceDirection, GroupSubject By, string Name, TrafficCounts Counts)
{
    /// <summary>Name of the group of everything that belongs to no known one.</summary>
    public const string Unknown = "unknown";

    /// <summary>Name of the group of everything that found no room.</summary>
    public const string Other = "other";
}
