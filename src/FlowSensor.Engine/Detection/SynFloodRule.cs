using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Detection;

/// <summary>Connection attempts to few ports that are never completed, seen at their target and at their source.</summary>
internal sealed class SynFloodRule(RuleState victim, RuleState source) : IProbeRule
{
    // A flood hits few ports of few hosts, many times each; what tries many is a scan.
    private const int Few = 8;

    private readonly SynFloodOptions _victim = (SynFloodOptions)victim.Options;
    private readonly SynFloodOptions _source = (SynFloodOptions)source.Options;

    /// <inheritdoc/>
    public void OnProbe(DetectionWindow window, in ProbeRow row)
    {
        if (row.Nature == ProbeNature.Syn)
        {
            Judge(window, in row, row.IsTarget ? victim : source, row.IsTarget ? _victim : _source);
        }
    }

    private static void Judge(DetectionWindow window, in ProbeRow row, RuleState rule, SynFloodOptions options)
    {
        double threshold = options.Packets * window.Minutes;
        if (!options.Enabled || row.Packets < threshold * IProbeRule.LeastPart(window, options.Clear))
        {
            return;
        }

        RecentProbes recent = new(window, in row);
        double ratio = recent.Packets / threshold;
        if (ratio < options.Clear * 0.5)
        {
            return;
        }

        // Different values are counted only where it may be a flood: most of those who try much also connect.
        ulong flows = recent.Flows;
        ulong connections = Connections(window, in row);
        double halfOpen = row.Flows / (double)(row.Flows + connections);
        bool isFlood = halfOpen >= options.HalfOpen && IsFew(recent.Ports(), flows) && (row.IsTarget || IsFew(recent.Peers(), flows));
        ratio = isFlood ? ratio : 0;
        if (!window.Tracker.Wants(rule, row.Host, ratio, window.Start, out Track track))
        {
            return;
        }

        long peers = recent.Peers();
        int severity = Finding.SeverityOf(ratio);
        track.Set(new Finding
        {
            Ratio = ratio,
            Severity = severity,
            Role = row.IsTarget ? IncidentRole.Victim : IncidentRole.Offender,
            Handshake = row.IsTarget ? HandshakeEvidence.None : HandshakeEvidence.SynOnly,
            IsForged = !row.IsTarget && connections == 0,
            IsJoined = recent.IsJoined,
            Flows = flows,
            Packets = recent.Packets,
            Octets = recent.Octets,
            Peers = peers,
            NextHop = window.NextHop(row.NextHop),
            ExporterIndex = DetectionWindow.Exporter(row.Exporter),
            Contributions = !track.Tells(ratio, severity, window.IsOpen) ? [] :
            [
                Words.Of("syn_packets", recent.Packets, severity - 20,
                    $"{Words.Count(recent.Packets)} SYN packets without a connection, {Words.Count(peers)} {(row.IsTarget ? "sources" : "targets")} (threshold {Words.Count(threshold)} a window)"),
                Words.Of("half_open", halfOpen, 20, $"{Words.Percent(halfOpen)} of its TCP flows never went past SYN"),
            ],
        });
    }

    private static bool IsFew(long different, ulong flows) => different <= Few || (ulong)different * Few <= flows;

    // A victim's bare answers to SYN are no connections.
    private static ulong Connections(DetectionWindow window, in ProbeRow row)
    {
        ulong connections = window.Connections(row.Host);
        ulong answers = window.Window.Probes!.TryFind(row.Host, ProbeNature.SynAnswer, isTarget: false, out uint found) ? window.Window.Probes[found].Flows : 0;
        return connections - Math.Min(connections, answers);
    }
}
