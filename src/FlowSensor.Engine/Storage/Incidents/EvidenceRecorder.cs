using System.Text.Json;
using FlowSensor.Engine.Detection;
using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Engine.Storage.Inspection;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>
/// Keeps evidence of hosts from when they are suspicious, which is when a window closes, for floods within a second: their flow records as they pass, and what rules say of
/// them. Every other record costs two look-ups in a small bit map. Belongs to the thread of the accounting.
/// </summary>
internal sealed class EvidenceRecorder(EvidenceOptions options, Detector detector, Action<StoredItem> add)
{
    private const int FilterBits = 16;

    private readonly ulong[] _filter = new ulong[1 << (FilterBits - 6)];
    private readonly Dictionary<IpAddress, HostRecords> _hosts = [];
    private readonly List<EvidenceFlow> _flows = [];
    private readonly List<IpAddress> _gone = [];
    private int _generation;

    // Suspects up to this place were taken already: within a window they only become more.
    private int _followed;

    /// <summary>Whether evidence of a host is kept. Asked for both ends of every packet: where nobody is suspicious, no address is hashed.</summary>
    public bool Keeps(IpAddress host)
    {
        if (_hosts.Count == 0)
        {
            return false;
        }

        int bit = BitOf(host);
        return (_filter[bit >> 6] & (1UL << (bit & 63))) != 0 && _hosts.ContainsKey(host);
    }

    /// <summary>Looks at a record that passes.</summary>
    public void Look(in FlowRecord record)
    {
        if (_hosts.Count > 0)
        {
            Look(in record, record.Source);
            Look(in record, record.Destination);
        }
    }

    /// <summary>Begins to keep what comes of hosts that have become suspicious within the window that is open: called once a second, looks at new ones only.</summary>
    public void Follow()
    {
        IReadOnlyList<Track> suspects = detector.Suspects;
        for (; _followed < suspects.Count && _hosts.Count < options.Sources; _followed++)
        {
            IpAddress host = suspects[_followed].Key.Source;
            if (!host.IsNone && _hosts.TryAdd(host, new HostRecords { Generation = _generation }))
            {
                Mark(host);
            }
        }
    }

    /// <summary>Ends a window, after the detector has judged it.</summary>
    public void EndWindow(long start, long end)
    {
        _generation++;
        List<EvidenceWindow> windows = [];
        int at = -1;
        int firstSkipped = detector.Suspects.Count;
        foreach (Track track in detector.Suspects)
        {
            at++;
            IpAddress host = track.Key.Source;
            if (host.IsNone)
            {
                continue;
            }

            if (!_hosts.TryGetValue(host, out HostRecords records) && _hosts.Count >= options.Sources)
            {
                firstSkipped = Math.Min(firstSkipped, at);
                continue;
            }

            records.Generation = _generation;
            records.InWindow = 0;
            _hosts[host] = records;
            Mark(host);
            if (track.IsSpoken)
            {
                windows.Add(WindowOf(track, host, start, end));
            }
        }

        // Hosts that are forgotten now make room for those that found none.
        _followed = firstSkipped;
        Forget();
        if (_flows.Count + windows.Count > 0)
        {
            add(new StoredEvidence { Flows = [.. _flows], Windows = windows });
            _flows.Clear();
        }
    }

    private static int BitOf(IpAddress host) => (int)(host.Hash(0) >> (64 - FilterBits));

    private void Look(in FlowRecord record, IpAddress host)
    {
        int bit = BitOf(host);
        if ((_filter[bit >> 6] & (1UL << (bit & 63))) == 0 || !_hosts.TryGetValue(host, out HostRecords records))
        {
            return;
        }

        if (records.InWindow >= options.RecordsPerWindow || records.InAll >= options.RecordsPerSource)
        {
            return;
        }

        records.InWindow++;
        records.InAll++;
        _hosts[host] = records;
        _flows.Add(new EvidenceFlow(
            host, record.Source, record.Destination, (int)record.SourcePort, (int)record.DestinationPort, (int)record.Protocol, (int)record.TcpFlags,
            (long)record.Packets, (long)record.Octets, record.First, record.Last, record.Exporter, record.NextHop));
    }

    private void Mark(IpAddress host)
    {
        int bit = BitOf(host);
        _filter[bit >> 6] |= 1UL << (bit & 63);
    }

    private void Forget()
    {
        _gone.Clear();
        foreach ((IpAddress host, HostRecords records) in _hosts)
        {
            if (records.Generation != _generation)
            {
                _gone.Add(host);
            }
        }

        if (_gone.Count == 0)
        {
            return;
        }

        foreach (IpAddress host in _gone)
        {
            _hosts.Remove(host);
        }

        Array.Clear(_filter);
        foreach (IpAddress host in _hosts.Keys)
        {
            Mark(host);
        }
    }

    private EvidenceWindow WindowOf(Track track, IpAddress host, long start, long end)
    {
        Finding finding = track.Finding;
        string smtp = "";
        if (detector.LastWire?.Of(host) is { Recipients: > 0 } wire)
        {
            SmtpAnswers answers = new(
                wire.SmtpSessions, wire.Recipients, wire.RecipientsRefused + wire.MessagesRefused, wire.RelayDenied, wire.Blocked, wire.Greylisted, wire.MessagesAccepted, wire.MxQueries);
            smtp = JsonSerializer.Serialize(answers, IncidentJson.Default.SmtpAnswers);
        }

        return new EvidenceWindow(
            host, track.Rule.Name, start, end, Math.Round(finding.Ratio, 4), finding.Severity, (long)finding.Flows, (long)finding.Packets, (long)finding.Octets, finding.Peers, smtp);
    }

    private struct HostRecords
    {
        public int Generation;
        public int InWindow;
        public int InAll;
    }
}
