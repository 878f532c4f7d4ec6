using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>Large UDP answers that were not asked for, seen at who gets them and at who gives them.</summary>
internal sealed class AmplificationRule(RuleState rule, Func<IpAddress, bool> isOwn) : IProbeRule
{
    private readonly AmplificationOptions _options = (AmplificationOptions)rule.Options;

    /// <inheritdoc/>
    public void OnProbe(DetectionWindow window, in ProbeRow row)
    {
        double octets = _options.Octets * window.Minutes;
        double packets = _options.Packets * window.Minutes;
        if (row.Nature != ProbeNature.Reflection || !_options.Enabled || row.Octets < octets * IProbeRule.LeastPart(window, _options.Clear))
        {
            return;
        }

        // Foreign reflectors are as many as the attacker likes; their victim is one.
        if (!row.IsTarget && !isOwn(row.Host))
        {
            return;
        }

        RecentProbes recent = new(window, in row);
        if (recent.Octets < octets * _options.Clear * 0.5)
        {
            return;
        }

        long peers = recent.Peers();
        double each = row.IsTarget ? 1 : Math.Max(1, peers);
        double ratio = Math.Min(recent.Octets / each / octets, recent.Packets / each / packets);
        ulong questions = row.IsTarget ? window.Questions(row.Host) : 0;
        ratio = row.IsTarget && questions * 2 >= row.Packets ? 0 : ratio;
        if (!window.Tracker.Wants(rule, row.Host, ratio, window.Start, out Track track))
        {
            return;
        }

        int severity = Finding.SeverityOf(ratio, 60);
        bool tells = track.Tells(ratio, severity, window.IsOpen);
        string what = !tells ? "" : string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"port {row.FirstPort}, {Words.Count(recent.Octets / (double)Math.Max(1, recent.Packets))} octets a packet");
        track.Set(new Finding
        {
            Ratio = ratio,
            Severity = severity,
            Role = row.IsTarget ? IncidentRole.Victim : IncidentRole.Reflector,
            Handshake = row.IsTarget ? HandshakeEvidence.None : HandshakeEvidence.OneWay,
            IsJoined = recent.IsJoined,
            Flows = recent.Flows,
            Packets = recent.Packets,
            Octets = recent.Octets,
            Peers = peers,
            NextHop = window.NextHop(row.NextHop),
            ExporterIndex = DetectionWindow.Exporter(row.Exporter),
            Contributions = !tells ? [] :
            [
                Words.Of("reflected_octets", recent.Octets, severity - 20, row.IsTarget
                    ? (FormattableString)$"{Words.Count(recent.Octets)} octets of large answers from {Words.Count(peers)} servers in a window ({what}; threshold {Words.Count(octets)})"
                    : $"{Words.Count(recent.Octets)} octets of large answers to {Words.Count(peers)} hosts in a window ({what}; threshold {Words.Count(octets)} to one)"),
                Words.Of("packets", recent.Packets, 20, row.IsTarget
                    ? (FormattableString)$"{Words.Count(recent.Packets)} answers, and only {Words.Count(questions)} packets that can be questions"
                    : $"{Words.Count(recent.Packets)} answers to few hosts"),
            ],
        });
    }
}
