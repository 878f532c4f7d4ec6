using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Blocklists;

/// <summary>One line of a block list.</summary>
/// <param name="Network">The host, or the network that hosts were joined to.</param>
/// <param name="Reason">Why, in plain ASCII without quotes or separators: it stands in comments and replies of every format.</param>
/// <param name="Expires">When it is to be lifted.</param>
/// <param name="Incidents">Identifiers of the incidents behind it.</param>
public sealed record BlockEntry(IpPrefix Network, string Reason, DateTimeOffset Expires, IReadOnlyList<string> Incidents)
{
    /// <summary>True for a single host.</summary>
    public bool IsHost => Network.Length == (Network.IsIPv4 ? 32 : 128);
}
