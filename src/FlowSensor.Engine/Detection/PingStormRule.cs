using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Detection;

/// <summary>Echo requests of a host to few, or of many hosts to one.</summary>
internal sealed class PingStormRule(RuleState rule) : IProbeRule
{
    // Many hosts together: so many of them, and so many times what one may send.
    private const int LeastSources = 8;
    private const int TargetFactor = 5;

    private readonly PingStormOptions _options = (PingStormOptions)rule.Options;

    /// <inheritdoc/>
    public void OnProbe(DetectionWindow window, in ProbeRow row)
    {
        if (row.Nature != ProbeNature.Echo || !_options.Enabled)
        {
            return;
        }

        double threshold = _options.Packets * window.Minutes * (row.IsTarget ? TargetFactor : 1);
        if (row.Packets < threshold * IProbeRule.LeastPart(window, _options.Clear))
        {
            return;
        }

        RecentProbes recent = new(window, in row);
        if (recent.Packets < threshold * _options.Clear * 0.5)
        {
            return;
        }

        long peers = recent.Peers();
        double each = recent.Packets / (double)Math.Max(1, row.IsTarget ? 1 : peers);
        double ratio = row.IsTarget && peers < LeastSources ? 0 : each / threshold;
        if (!window.Tracker.Wants(rule, row.Host, ratio, window.Start, out Track track))
        {
            return;
        }

        bool isAnswered = window.Window.Probes!.TryFind(row.Host, ProbeNature.EchoReply, isTarget: true, out _);
        int severity = Finding.SeverityOf(ratio);
        track.Set(new Finding
        {
            Ratio = ratio,
            Severity = severity,
            Role = row.IsTarget ? IncidentRole.Victim : IncidentRole.Offender,
            Handshake = row.IsTarget ? HandshakeEvidence.None : HandshakeEvidence.OneWay,
            IsForged = !row.IsTarget && !isAnswered && window.Connections(row.Host) == 0,
            IsJoined = recent.IsJoined,
            Flows = recent.Flows,
            Packets = recent.Packets,
            Octets = recent.Octets,
            Peers = peers,
            NextHop = window.NextHop(row.NextHop),
            ExporterIndex = DetectionWindow.Exporter(row.Exporter),
            Contributions = !track.Tells(ratio, severity, window.IsOpen) ? [] :
            [
                Words.Of("echo_requests", each, severity, row.IsTarget
                    ? (FormattableString)$"{Words.Count(recent.Packets)} echo requests of {Words.Count(peers)} hosts in a window (threshold {Words.Count(threshold)})"
                    : $"{Words.Count(each)} echo requests to {(peers == 1 ? "one host" : $"each of {Words.Count(peers)} hosts")} in a window (threshold {Words.Count(threshold)})"),
            ],
        });
    }
}
