using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Scenarios.World;

/// <summary>What is true: this host does this from then to then.</summary>
/// <param name="Host">Who.</param>
/// <param name="Kind">What.</param>
/// <param name="Scenario">Which scenario it plays, in a word.</param>
/// <param name="From">Unix milliseconds.</param>
/// <param name="To">Unix milliseconds.</param>
/// <param name="Partner">The other side, which is not to blame but may be named; none for nobody.</param>
internal sealed record Label(IpAddress Host, ThreatKind Kind, string Scenario, long From, long To, IpAddress Partner = default)
{
    /// <summary>When the sensor was told of it first, by a packet or by a record of a router, Unix milliseconds.</summary>
    public long Seen { get; init; }
}
