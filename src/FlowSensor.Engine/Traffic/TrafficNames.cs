namespace FlowSensor.Engine.Traffic;

/// <summary>What the accounting tells apart, in the words of configuration, store and documents.</summary>
internal static class TrafficNames
{
    /// <summary>A direction in the words of the JSON documents.</summary>
    public static string Direction(TrafficDirection direction) => direction switch
    {
        TrafficDirection.Request => "request",
        TrafficDirection.Response => "response",
        _ => "any",
    };

    /// <summary>A scope in the words of the configuration.</summary>
    public static string Scope(TrafficScope scope) => scope switch
    {
        TrafficScope.Outbound => "outbound",
        TrafficScope.Inbound => "inbound",
        TrafficScope.Internal => "internal",
        TrafficScope.Transit => "transit",
        _ => "unknown",
    };

    /// <summary>The subject of a distribution in the words of the JSON documents.</summary>
    public static string Subject(BandSubject subject) => subject == BandSubject.Pair ? "pair" : "source";

    /// <summary>What groups are by, in the words of the JSON documents.</summary>
    public static string Subject(GroupSubject subject) => subject == GroupSubject.Institution ? "institution" : "next_hop";
}
