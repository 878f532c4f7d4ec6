using System.Runtime.InteropServices;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>A rule of the operator's own: one measure of one service, for each source, pair, next hop or institution.</summary>
internal sealed class OwnRule
{
    // Next hops and institutions with a past of their own.
    private const int MaxBaselines = 4_096;

    private readonly RuleState _rule;
    private readonly OwnRuleOptions _options;
    private readonly DetectionSetup _setup;
    private readonly Dictionary<(IpAddress Hop, string Name), OwnSums> _groups = [];
    private readonly Dictionary<(IpAddress Hop, string Name), OwnBaseline> _baselines = [];
    private ServiceDirection? _service;

    public OwnRule(RuleState rule, DetectionSetup setup)
    {
        _rule = rule;
        _options = (OwnRuleOptions)rule.Options;
        _setup = setup;
    }

    /// <summary>Judges a window.</summary>
    public void Judge(DetectionWindow window)
    {
        if (!_options.Enabled)
        {
            return;
        }

        _service ??= Find(window.Window);
        if (_service is null)
        {
            return;
        }

        _groups.Clear();
        if (_options.GroupBy == RuleGroup.Pair)
        {
            JudgePairs(window, _service);
        }
        else
        {
            JudgeSources(window, _service);
        }

        foreach (((IpAddress hop, string name), OwnSums sums) in _groups)
        {
            Judge(window, hop, default, name, in sums);
        }
    }

    /// <summary>Learns the highest values of the hour that ended.</summary>
    public void EndHour(HourOfWeek hour, bool learn)
    {
        foreach (OwnBaseline baseline in _baselines.Values)
        {
            baseline.EndHour(hour, learn);
        }
    }

    /// <summary>Writes what was learned.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_rule.Name);
        writer.Write(_baselines.Count);
        foreach (((IpAddress hop, string name), OwnBaseline baseline) in _baselines)
        {
            StructBytes.Write(writer, in hop);
            writer.Write(name);
            baseline.Save(writer);
        }
    }

    /// <summary>Reads what was learned of a rule; what is of none that exists is read and forgotten.</summary>
    public static void Restore(BinaryReader reader, IReadOnlyList<OwnRule> rules)
    {
        string rule = reader.ReadString();
        OwnRule? mine = rules.FirstOrDefault(candidate => candidate._rule.Name == rule);
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            StructBytes.Read(reader, out IpAddress hop);
            string name = reader.ReadString();
            OwnBaseline baseline = OwnBaseline.Restore(reader);
            mine?._baselines.TryAdd((hop, name), baseline);
        }
    }

    private ServiceDirection? Find(ClosedWindow window) => _options.Direction is TrafficDirection direction
        ? window.Find(_options.Service, direction)
        : window.Find(_options.Service, TrafficDirection.Request) ?? window.Find(_options.Service, TrafficDirection.Any);

    private void JudgePairs(DetectionWindow window, ServiceDirection service)
    {
        foreach (PairTraffic pair in window.Window.Pairs(service))
        {
            bool from = _setup.IsOwn(pair.Source);
            bool to = _setup.IsOwn(pair.Destination);
            bool fits = _options.Scope switch
            {
                RuleScope.Outbound => from && !to,
                RuleScope.Inbound => !from && to,
                RuleScope.Internal => from && to,
                _ => true,
            };
            if (fits)
            {
                OwnSums sums = new() { Flows = pair.Flows, Packets = pair.Packets, Octets = pair.Octets, Destinations = 1 };
                Judge(window, pair.Source, pair.Destination, "", in sums);
            }
        }
    }

    private void JudgeSources(DetectionWindow window, ServiceDirection service)
    {
        SourceEnumerator sources = window.Window.Sources(service);
        while (sources.MoveNext())
        {
            // Most sources are small: by flows they are told without being put together.
            if (_options is { GroupBy: RuleGroup.Source, Measure: RuleMeasure.Flows, Judge: RuleJudgement.Absolute } && sources.Flows < _options.Over * _options.Clear * 0.5)
            {
                continue;
            }

            SourceTraffic source = sources.Current;
            bool fits = _options.Scope == RuleScope.Any || _setup.IsOwn(source.Source) == (_options.Scope == RuleScope.Outbound);
            if (!fits)
            {
                continue;
            }

            OwnSums sums = new()
            {
                Flows = source.Counts.Flows,
                Packets = source.Counts.EstimatedPackets,
                Octets = source.Counts.EstimatedOctets,
                Destinations = source.Destinations,
                SynPackets = source.SynPackets,
                NextHop = source.NextHop,
                ExporterIndex = source.ExporterIndex,
            };
            switch (_options.GroupBy)
            {
                case RuleGroup.NextHop:
                    CollectionsMarshal.GetValueRefOrAddDefault(_groups, (source.NextHop, source.NextHop.IsNone ? "unknown" : ""), out _).Add(in sums);
                    break;
                case RuleGroup.Institution:
                    string name = _setup.InstitutionOf?.Invoke(source.Source) ?? "";
                    CollectionsMarshal.GetValueRefOrAddDefault(_groups, (default, name.Length == 0 ? "unknown" : name), out _).Add(in sums);
                    break;
                default:
                    Judge(window, source.Source, default, "", in sums);
                    break;
            }
        }
    }

    private void Judge(DetectionWindow window, IpAddress source, IpAddress peer, string group, in OwnSums sums)
    {
        double value = sums.Value(_options.Measure);
        double usual = 0;
        double limit = 0;
        bool isKnown = _options.Judge != RuleJudgement.Absolute && Past(source, group, value).TryLevel(window.Hour, _options.Factor, out usual, out limit);
        double absolute = value / Math.Max(1e-9, _options.Over);
        double relative = isKnown ? value / Math.Max(1e-9, limit) : 0;
        double ratio = _options.Judge switch
        {
            RuleJudgement.Absolute => absolute,
            RuleJudgement.Relative => relative,
            _ => isKnown ? Math.Min(absolute, relative) : absolute,
        };
        if (ratio < _options.Clear * 0.5 || !window.Tracker.Wants(_rule, source, ratio, window.Start, out Track track, peer, group))
        {
            return;
        }

        int severity = Finding.SeverityOf(ratio, _options.Severity);
        string measure = _options.Measure == RuleMeasure.PacketSize ? "octets a packet" : _options.Measure.ToString().ToLowerInvariant();
        List<Contribution> parts = [];
        if (_options.Judge != RuleJudgement.Relative)
        {
            parts.Add(Words.Of(measure, value, severity, $"{_options.Service}: {Words.Count(value)} {measure} in a window (threshold {Words.Count(_options.Over)})"));
        }

        if (isKnown)
        {
            parts.Add(Words.Of("own_past", value / Math.Max(1, usual), parts.Count == 0 ? severity : 0, $"{value / Math.Max(1, usual):0.0} times the usual peak of this hour"));
        }

        track.Set(new Finding
        {
            Ratio = ratio,
            Severity = severity,
            Handshake = sums.SynPackets > 0 && sums.SynPackets == sums.Packets ? HandshakeEvidence.SynOnly : HandshakeEvidence.None,
            Flows = sums.Flows,
            Packets = sums.Packets,
            Octets = sums.Octets,
            Peers = sums.Destinations,
            NextHop = sums.NextHop,
            ExporterIndex = group.Length == 0 && peer.IsNone && _options.GroupBy == RuleGroup.Source ? sums.ExporterIndex : -1,
            Contributions = parts,
        });
    }

    // Sources share one past, that of the highest among them: each alone would be too many and know too little.
    private OwnBaseline Past(IpAddress source, string group, double value)
    {
        (IpAddress, string) key = _options.GroupBy is RuleGroup.NextHop or RuleGroup.Institution ? (source, group) : (default, "");
        if (!_baselines.TryGetValue(key, out OwnBaseline? baseline))
        {
            baseline = new OwnBaseline();
            if (_baselines.Count < MaxBaselines)
            {
                _baselines.Add(key, baseline);
            }
        }

        baseline.Offer(value);
        return baseline;
    }
}
