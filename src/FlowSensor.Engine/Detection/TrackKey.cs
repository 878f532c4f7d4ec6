using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>What an incident is told apart by.</summary>
internal readonly record struct TrackKey(int Rule, IpAddress Source, IpAddress Peer, string Group)
{
    /// <summary>True for the one incident that stands for all sources without room.</summary>
    public bool IsSummary => Source.IsNone && Group.Length == 0;
}
