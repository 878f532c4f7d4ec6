using FlowSensor.Engine.Traffic;

namespace FlowSensor.Engine.Detection;

/// <summary>Many ports of few hosts, or few ports of many hosts, tried without an answer.</summary>
internal sealed class ScanRule(RuleState ports, RuleState hosts) : IProbeRule
{
    // Dead mail servers are what abnormal SMTP senders meet; only a sweep is a scan.
    private const ushort MailPort = 25;
    private const int MailFactor = 10;

    // Monitoring asks many hosts, and most of them answer.
    private const int EchoFactor = 3;

    // Fewer attempts are chance, however short a window is.
    private const double LeastFlows = 8;

    private readonly ScanOptions _ports = (ScanOptions)ports.Options;
    private readonly ScanOptions _hosts = (ScanOptions)hosts.Options;

    // Which of both it is shows when it is counted: the lower threshold decides what is counted.
    private readonly double _least = Math.Min(((ScanOptions)ports.Options).Tried, ((ScanOptions)hosts.Options).Tried);
    private readonly double _clear = Math.Min(ports.Options.Clear, hosts.Options.Clear);

    /// <inheritdoc/>
    public void OnProbe(DetectionWindow window, in ProbeRow row)
    {
        if (row.IsTarget || row.Nature is not (ProbeNature.Syn or ProbeNature.Datagram or ProbeNature.Echo) || row.Flows < _least * window.Minutes * IProbeRule.LeastPart(window, _clear))
        {
            return;
        }

        RecentProbes recent = new(window, in row);
        if (recent.Flows < Math.Max(LeastFlows, _least * window.Minutes * _clear * 0.5))
        {
            return;
        }

        long triedHosts = recent.Peers();
        long triedPorts = recent.Ports();
        if (row.Nature != ProbeNature.Echo && triedPorts >= _ports.Breadth * triedHosts)
        {
            Judge(window, in row, in recent, ports, _ports, triedPorts, triedHosts, 1);
        }
        else if (row.Nature == ProbeNature.Echo || triedHosts >= _hosts.Breadth * triedPorts)
        {
            double factor = row.Nature == ProbeNature.Echo ? EchoFactor : row.FirstPort == MailPort && triedPorts == 1 ? MailFactor : 1;
            Judge(window, in row, in recent, hosts, _hosts, triedHosts, triedPorts, factor);
        }
    }

    private void Judge(DetectionWindow window, in ProbeRow row, in RecentProbes recent, RuleState rule, ScanOptions options, long tried, long others, double factor)
    {
        double ratio = tried / (options.Tried * factor * window.Minutes);
        if (!options.Enabled || ratio < options.Clear * 0.5)
        {
            return;
        }

        double unanswered = Unanswered(window, in row, out ulong connections);
        ratio = unanswered >= options.Unanswered ? ratio : 0;
        if (!window.Tracker.Wants(rule, row.Host, ratio, window.Start, out Track track))
        {
            return;
        }

        int severity = Finding.SeverityOf(ratio);
        track.Set(new Finding
        {
            Ratio = ratio,
            Severity = severity,
            Handshake = connections > 0 ? HandshakeEvidence.Established : row.Nature == ProbeNature.Syn ? HandshakeEvidence.SynOnly : HandshakeEvidence.OneWay,
            IsForged = false,
            IsJoined = recent.IsJoined,
            Flows = recent.Flows,
            Packets = recent.Packets,
            Octets = recent.Octets,
            Peers = tried,
            NextHop = window.NextHop(row.NextHop),
            ExporterIndex = DetectionWindow.Exporter(row.Exporter),
            Contributions = !track.Tells(ratio, severity, window.IsOpen) ? [] :
            [
                Words.Of("tried", tried, severity - 20, $"{What(in row, rule == ports, tried, others)} in a window (threshold {Words.Count(options.Tried * factor * window.Minutes)})"),
                Words.Of("unanswered", unanswered, 20, $"{Words.Percent(unanswered)} of its attempts found nobody"),
            ],
        });
    }

    private static string What(in ProbeRow row, bool isOfPorts, long tried, long others)
    {
        if (isOfPorts)
        {
            return $"{Words.Count(tried)} ports of {Words.Count(others)} hosts";
        }

        string how = row.Nature == ProbeNature.Echo ? "echo requests" : row.Nature == ProbeNature.Datagram ? "UDP" : "TCP";
        return $"{Words.Count(tried)} hosts tried by {how}, port {row.FirstPort} first, {Words.Count(others)} in all";
    }

    private static double Unanswered(DetectionWindow window, in ProbeRow row, out ulong connections)
    {
        ProbeTable probes = window.Window.Probes!;
        connections = row.Nature == ProbeNature.Syn ? window.Connections(row.Host) : 0;
        if (row.Nature == ProbeNature.Syn)
        {
            return row.Flows / (double)(row.Flows + connections);
        }

        ProbeNature answer = row.Nature == ProbeNature.Echo ? ProbeNature.EchoReply : ProbeNature.Datagram;
        ulong answers = probes.TryFind(row.Host, answer, isTarget: true, out uint found) ? probes[found].Flows : 0;
        return 1 - (Math.Min(answers, row.Flows) / (double)row.Flows);
    }
}
