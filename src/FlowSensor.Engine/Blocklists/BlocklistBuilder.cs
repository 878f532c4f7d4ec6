using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Blocklists;

/// <summary>
/// Decides which sources of incidents are listed. A source is listed only when what was seen of it cannot be forged, it is the offender,
/// and it is nobody's infrastructure; whoever is left out is counted by cause.
/// </summary>
/// <param name="options">Whom lists name.</param>
/// <param name="infrastructure">Own servers, routers, exporters and the like: never listed, whatever they did.</param>
public sealed class BlocklistBuilder(BlocklistOptions options, IReadOnlyList<IpPrefix> infrastructure)
{
    /// <summary>Makes the list of a moment.</summary>
    /// <param name="incidents">Incidents, in any order.</param>
    /// <param name="now">The moment.</param>
    public Blocklist Build(IEnumerable<IncidentReport> incidents, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        Dictionary<BlockRefusal, int> leftOut = [];
        List<BlockEntry> entries = [];
        foreach (IGrouping<IpAddress, IncidentReport> source in incidents.Where(IsAskedFor).GroupBy(static incident => incident.Source).OrderBy(static group => group.Key))
        {
            List<IncidentReport> grounds = [];
            BlockRefusal refusal = default;
            foreach (IncidentReport incident in source.OrderBy(static incident => incident.Opened).ThenBy(static incident => incident.Id, StringComparer.Ordinal))
            {
                if (Refusal(incident, now) is BlockRefusal found)
                {
                    refusal = found;
                }
                else
                {
                    grounds.Add(incident);
                }
            }

            if (grounds.Count > 0)
            {
                entries.Add(EntryOf(source.Key, grounds, now));
            }
            else
            {
                leftOut[refusal] = leftOut.GetValueOrDefault(refusal) + 1;
            }
        }

        return new Blocklist(now, entries, leftOut);
    }

    /// <summary>Joins hosts that lie close together: a /24 of IPv4 or a /64 of IPv6 with enough of them becomes one entry.</summary>
    /// <param name="list">The list.</param>
    /// <param name="least">Hosts that make a network.</param>
    public Blocklist Join(Blocklist list, int least)
    {
        ArgumentNullException.ThrowIfNull(list);
        List<BlockEntry> entries = [];
        foreach (IGrouping<IpPrefix, BlockEntry> group in list.Entries.GroupBy(static entry => new IpPrefix(entry.Network.Address, entry.Network.IsIPv4 ? 24 : 64)))
        {
            BlockEntry[] hosts = [.. group];
            if (hosts.Length < least || Overlaps(infrastructure, group.Key) || Overlaps(options.Allow, group.Key))
            {
                entries.AddRange(hosts);
                continue;
            }

            entries.Add(new BlockEntry(
                group.Key,
                ReasonText.Of($"{hosts.Length} hosts, {hosts[0].Reason}"),
                hosts.Max(static host => host.Expires),
                [.. hosts.SelectMany(static host => host.Incidents)]));
        }

        return list with { Entries = entries };
    }

    private bool IsAskedFor(IncidentReport incident) => options.Kinds.Contains(incident.Kind) && !incident.Source.IsNone;

    private BlockRefusal? Refusal(IncidentReport incident, DateTimeOffset now)
    {
        if (Contains(infrastructure, incident.Source))
        {
            return BlockRefusal.Infrastructure;
        }

        if (Contains(options.Allow, incident.Source))
        {
            return BlockRefusal.Allowed;
        }

        if (incident.Role != IncidentKinds.NameOf(IncidentRole.Offender))
        {
            return BlockRefusal.NoOffender;
        }

        // A list made of forged addresses blocks whom the forger chose.
        if (incident.IsForged || incident.Handshake != IncidentKinds.NameOf(HandshakeEvidence.Established))
        {
            return BlockRefusal.Forgeable;
        }

        return incident.IsMuted ? BlockRefusal.Muted
            : incident.Peak < options.LeastSeverity ? BlockRefusal.NotSevere
            : Expires(incident, now) <= now ? BlockRefusal.Old
            : null;
    }

    private BlockEntry EntryOf(IpAddress source, List<IncidentReport> grounds, DateTimeOffset now)
    {
        string kinds = string.Join(" and ", grounds.Select(static incident => incident.Kind).Distinct());
        string reason = ReasonText.Of($"{kinds}, incident {grounds[^1].Id}");
        return new BlockEntry(
            new IpPrefix(source, source.IsIPv4 ? 32 : 128),
            reason,
            grounds.Max(incident => Expires(incident, now)),
            [.. grounds.Select(static incident => incident.Id)]);
    }

    private DateTimeOffset Expires(IncidentReport incident, DateTimeOffset now) => (incident.Closed is null ? Later(incident.LastSeen, now) : incident.LastSeen) + options.Lifetime;

    // An incident counts as open for as long as the sensor hears of its source; a store that nothing is written to any more does not.
    private DateTimeOffset Later(DateTimeOffset seen, DateTimeOffset now) => now - seen <= options.Lifetime ? now : seen;

    private static bool Contains(IEnumerable<IpPrefix> networks, IpAddress address) => networks.Any(network => network.Contains(address));

    private static bool Overlaps(IEnumerable<IpPrefix> networks, IpPrefix joined) =>
        networks.Any(network => joined.Contains(network.Address) || network.Contains(joined.Address));
}
