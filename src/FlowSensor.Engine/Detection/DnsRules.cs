using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>Too many questions, questions that carry data, and questions for names that do not exist.</summary>
internal sealed class DnsRules(RuleState anomaly, RuleState tunnel, RuleState nxdomain)
{
    private const double HourMinutes = 60;

    // A client that asked this part of what is too much is the one to speak of, not the resolver that passed it on.
    private const double Blame = 0.3;

    private readonly List<(IpAddress Source, SourceSums Sums, ServerProfile Profile)> _servers = [];
    private readonly DnsAnomalyOptions _anomaly = (DnsAnomalyOptions)anomaly.Options;
    private readonly DnsTunnelOptions _tunnel = (DnsTunnelOptions)tunnel.Options;
    private readonly NxdomainStormOptions _nxdomain = (NxdomainStormOptions)nxdomain.Options;
    private IpAddress _busiest;
    private SourceSums _busiestSums;

    /// <summary>Begins a window.</summary>
    public void Begin()
    {
        _servers.Clear();
        _busiestSums = default;
    }

    /// <summary>Judges resolvers and mail servers, when every client is known.</summary>
    public void End(DetectionWindow window)
    {
        double many = _anomaly.Queries * window.Minutes;
        foreach ((IpAddress source, SourceSums sums, ServerProfile profile) in _servers)
        {
            JudgeServer(window, source, in sums, profile, many);
        }
    }

    /// <summary>Judges the query flows of a host.</summary>
    public void OnSource(DetectionWindow window, IpAddress source, in SourceSums sums)
    {
        window.Servers.TryFind(source, out ServerProfile? profile);
        if (profile is not null)
        {
            profile.HourDnsQueries += sums.Packets;
        }

        else if (sums.Packets > _busiestSums.Packets || (sums.Packets == _busiestSums.Packets && source.CompareTo(_busiest) < 0))
        {
            (_busiest, _busiestSums) = (source, sums);
        }

        double many = _anomaly.Queries * window.Minutes;
        if (_anomaly.Enabled && sums.Packets >= many * _anomaly.Clear * 0.2)
        {
            if (profile is null)
            {
                JudgeAmount(window, source, in sums, many);
            }
            else
            {
                _servers.Add((source, sums, profile));
            }
        }

        double carrying = _tunnel.Packets * window.Minutes;
        bool isLarge = sums.Octets >= sums.Packets * (ulong)_tunnel.PacketOctets;
        if (_tunnel.Enabled && profile is not { IsResolver: true } && !DetectionWindow.IsMetered(in sums, window.Wire) && isLarge && sums.Packets >= carrying * _tunnel.Clear * 0.5)
        {
            JudgeSizes(window, source, in sums, carrying);
        }
    }

    /// <summary>Judges what packets told of a host.</summary>
    public void OnWire(DetectionWindow window, IpAddress source, in WireHost host)
    {
        if (_anomaly.Enabled && host.MxQueries >= _anomaly.MxQueries * window.Minutes * _anomaly.Clear * 0.5)
        {
            JudgeBurst(window, source, host.MxQueries);
        }

        if (_tunnel.Enabled && host.LongNames + host.CarryingNames >= _tunnel.LongNames * window.Minutes * _tunnel.Clear * 0.5)
        {
            JudgeNames(window, source, in host);
        }

        if (_nxdomain.Enabled && host.NxDomain >= _nxdomain.Answers * window.Minutes * _nxdomain.Clear * 0.5)
        {
            JudgeMissing(window, source, in host);
        }
    }

    private void JudgeBurst(DetectionWindow window, IpAddress source, int queries)
    {
        // Mail servers ask for mail servers, and resolvers do so for them.
        double many = _anomaly.MxQueries * window.Minutes;
        double ratio = window.Servers.TryFind(source, out _) ? 0 : queries / many;
        if (window.Tracker.Wants(anomaly, source, ratio, window.Start, out Track track))
        {
            Put(window, track, ratio, default, Words.Of(
                "mx_queries", queries, Finding.SeverityOf(ratio), $"{Words.Count(queries)} MX queries in a window of a host that is no mail server (threshold {Words.Count(many)})"));
        }
    }

    private void JudgeSizes(DetectionWindow window, IpAddress source, in SourceSums sums, double carrying)
    {
        double ratio = sums.Packets / carrying;
        if (window.Tracker.Wants(tunnel, source, ratio, window.Start, out Track track))
        {
            Put(window, track, ratio, in sums, Words.Of(
                "query_size", sums.Octets / (double)sums.Packets, Finding.SeverityOf(ratio, 60),
                $"{Words.Count(sums.Packets)} queries of {Words.Count(sums.Octets / (double)sums.Packets)} octets on average in a window: names as long as data"));
        }
    }

    private void JudgeAmount(DetectionWindow window, IpAddress source, in SourceSums sums, double many)
    {
        double ratio = sums.Packets / many;
        if (window.Tracker.Wants(anomaly, source, ratio, window.Start, out Track track))
        {
            Put(window, track, ratio, in sums, Words.Of(
                "queries", sums.Packets, Finding.SeverityOf(ratio), $"{Words.Count(sums.Packets)} DNS queries in a window (threshold {Words.Count(many)})"));
        }
    }

    // A server asks as much as its users do: only its own past can say whether that is too much, and a user of it may be why.
    private void JudgeServer(DetectionWindow window, IpAddress source, in SourceSums sums, ServerProfile profile, double many)
    {
        bool isKnown = profile.DnsQueries.TryLevel(window.Hour, _anomaly.Factor, out double usual, out double limit);
        double perHour = sums.Packets * HourMinutes / window.Minutes;
        double ratio = isKnown ? Math.Min(perHour / Math.Max(1, limit), sums.Packets / (many * 0.2)) : 0;
        double excess = sums.Packets - (usual * window.Minutes / HourMinutes);
        if (ratio >= 1 && _busiestSums.Packets >= Blame * excess)
        {
            if (window.Tracker.Wants(anomaly, _busiest, ratio, window.Start, out Track blamed))
            {
                Put(window, blamed, ratio, in _busiestSums, Words.Of("of_resolver", _busiestSums.Packets, Finding.SeverityOf(ratio),
                    $"{Words.Count(_busiestSums.Packets)} DNS queries in a window, by which its resolver asks {perHour / Math.Max(1, usual):0.0} times what is usual for it"));
            }

            ratio = 0;
        }

        if (window.Tracker.Wants(anomaly, source, ratio, window.Start, out Track track))
        {
            Put(window, track, ratio, in sums, Words.Of("own_past", perHour / Math.Max(1, usual), Finding.SeverityOf(ratio),
                $"{Words.Count(perHour)} DNS queries an hour, {perHour / Math.Max(1, usual):0.0} times what is usual for this server"));
        }
    }

    private void JudgeNames(DetectionWindow window, IpAddress source, in WireHost host)
    {
        int names = host.LongNames + host.CarryingNames;
        double queries = Math.Max(1, host.DnsQueries);
        double share = names / queries;
        double distinct = host.DistinctNames / queries;
        double entropy = host.NameEntropy / Math.Max(1, names);
        double ratio = !IsResolver(window, source) && share >= _tunnel.LongShare && distinct >= _tunnel.DistinctShare ? names / (_tunnel.LongNames * window.Minutes) : 0;
        if (window.Tracker.Wants(tunnel, source, ratio, window.Start, out Track track))
        {
            Put(window, track, ratio, default, host.LongNames * 2 >= names
                ? Words.Of("long_names", host.LongNames, Finding.SeverityOf(ratio, 60),
                    $"{Words.Count(host.LongNames)} queries with names over 50 octets in a window, {Words.Percent(host.LongNames / queries)} of all, {Words.Percent(distinct)} of the names different, {entropy:0.0} bits an octet")
                : Words.Of("name_entropy", entropy, Finding.SeverityOf(ratio, 60),
                    $"{Words.Count(names)} queries with names that look like data in a window ({entropy:0.0} bits an octet), {Words.Percent(share)} of all, {Words.Percent(distinct)} of the names different"));
        }
    }

    private void JudgeMissing(DetectionWindow window, IpAddress source, in WireHost host)
    {
        double share = host.NxDomain / (double)Math.Max(1, host.DnsAnswers);
        double ratio = share >= _nxdomain.Share && !IsResolver(window, source) ? host.NxDomain / (_nxdomain.Answers * window.Minutes) : 0;
        if (window.Tracker.Wants(nxdomain, source, ratio, window.Start, out Track track))
        {
            Put(window, track, ratio, default, Words.Of("nxdomain", host.NxDomain, Finding.SeverityOf(ratio),
                $"{Words.Count(host.NxDomain)} answers that a name does not exist in a window, {Words.Percent(share)} of all (threshold {Words.Count(_nxdomain.Answers * window.Minutes)})"));
        }
    }

    // A resolver passes on the questions of its users.
    private static bool IsResolver(DetectionWindow window, IpAddress source) => window.Servers.TryFind(source, out ServerProfile? profile) && profile.IsResolver;

    private static void Put(DetectionWindow window, Track track, double ratio, in SourceSums sums, in Contribution words)
    {
        bool hasConnections = window.Connections(track.Key.Source) > 0;
        track.Set(new Finding
        {
            Ratio = ratio,
            Severity = words.Points,
            Handshake = hasConnections ? HandshakeEvidence.Established : HandshakeEvidence.OneWay,
            Flows = sums.Flows,
            Packets = sums.Packets,
            Octets = sums.Octets,
            NextHop = window.NextHop(sums.NextHop),
            ExporterIndex = sums.Flows == 0 ? -1 : DetectionWindow.Exporter(sums.Exporter),
            Contributions = [words],
        });
    }
}
