using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Traffic;

/// <summary>
/// Sums flow records into windows of event time. Belongs to one thread. The same records in the same order, with the same
/// watermarks, give the same windows, byte for byte.
/// </summary>
public sealed class TrafficAccounting : IFlowAccount
{
    // Longer than any input, and small enough to add to a time.
    private const long WholeInput = 1L << 60;
    private const long SecondMs = 1_000;
    private const long LongestStepMs = 60_000;

    private readonly IWindowSink? _sink;
    private readonly TrafficPools _pools;
    private readonly TrafficClassifier _classifier;
    private readonly NetworkScopes _scopes;
    private readonly NextHopTable _nextHops;
    private readonly ulong _seed;
    private readonly List<TrafficWindow> _open = [];
    private readonly Stack<TrafficTables> _free = new();

    // Closed, and still read by another thread.
    private readonly List<ClosedWindow> _lent = [];
    private readonly Stack<ProbeTable> _freeProbes = new();
    private readonly int _mostProbedHosts;
    private readonly IOpenWindowSink? _lookingSink;
    private long _nextLook = long.MaxValue;

    // Those of the window that closed last: a flood that began in it is still less than a window old.
    private ProbeTable? _probesBefore;
    private long _probesBeforeEnd;
    private readonly TrafficBudget _budget;
    private readonly long _length;
    private readonly int _mostOpen;
    private TrafficWindow? _current;
    private long _closedUntil;
    private TrafficCounters _closed;
    private ulong _records;
    private ulong _reverseFlows;
    private ulong _late;

    /// <summary>Makes an accounting without windows in it.</summary>
    /// <param name="options">Settings; read once.</param>
    /// <param name="sink">Takes the closed windows; null where nobody wants them: then everything is one window, and nothing is summed twice.</param>
    /// <param name="keepSummary">Keep the whole input's traffic in <see cref="Summary"/> as well.</param>
    /// <param name="mostProbedHosts">Hosts followed in a window for floods and scans; 0 to look at no flow for that.</param>
    public TrafficAccounting(TrafficOptions options, IWindowSink? sink, bool keepSummary = false, int mostProbedHosts = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        _sink = sink;
        _mostProbedHosts = sink is null ? 0 : mostProbedHosts;
        _lookingSink = mostProbedHosts > 0 ? sink as IOpenWindowSink : null;
        _nextLook = _lookingSink is null ? long.MaxValue : 0;
        _classifier = new TrafficClassifier(options);
        _scopes = new NetworkScopes(options.Networks);
        _length = sink is null ? WholeInput : Math.Max(1, (long)options.Window.TotalMilliseconds);
        _mostOpen = Math.Max(1, options.MaxOpenWindows);
        _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        _pools = new TrafficPools(options, _classifier, _seed);
        _nextHops = _pools.NextHops;
        _budget = TrafficBudget.OfWindows(options);
        Summary = keepSummary ? new TrafficSummary(new TrafficTables(_pools, TrafficBudget.OfSummary(options))) : null;
    }

    /// <summary>The traffic of all closed windows together; null where it was not asked for.</summary>
    public TrafficSummary? Summary { get; }

    /// <summary>Every service and direction, by index.</summary>
    public IReadOnlyList<ServiceDirection> ServiceDirections => _classifier.ServiceDirections;

    /// <summary>Counts since the start, the flows that wait in a batch included.</summary>
    public TrafficCounters Counters
    {
        get
        {
            ulong full = _closed.TableFull;
            ulong pairsFull = _closed.PairTableFull;
            foreach (TrafficWindow window in _open)
            {
                window.Tables.Settle();
                full += window.Tables.Sources.TableFull;
                pairsFull += window.Tables.Pairs.TableFull;
            }

            return _closed with { Records = _records, ReverseFlows = _reverseFlows, Late = _late, TableFull = full, PairTableFull = pairsFull };
        }
    }

    /// <inheritdoc/>
    public bool WantsEveryField => false;

    /// <summary>Accounts one record, and its reverse side where it has one as a second flow with the ends swapped.</summary>
    /// <param name="record">The record; not kept.</param>
    /// <param name="eventTime">Event time of its datagram or packet, Unix milliseconds; times before 1970 count as 1970.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ref FlowRecord record, long eventTime)
    {
        if (eventTime >= _nextLook)
        {
            Look(eventTime - (eventTime % SecondMs));
        }

        TrafficWindow? window = _current;
        if (window is null || eventTime < window.Start || eventTime >= window.End)
        {
            window = WindowAt(Math.Max(0, eventTime));
        }

        _records++;
        ref PendingFlow flow = ref window.Tables.Next();
        flow.Source = record.Source;
        flow.Destination = record.Destination;
        flow.Packets = record.Packets;
        flow.Octets = record.Octets;
        flow.NextHop = _nextHops.NumberOf(in record.NextHop);
        Fill(ref flow, in record, _classifier.Classify(record.Protocol, record.SourcePort, record.DestinationPort, record.TcpFlags));
        window.Tables.Fetch(in flow);
        if (window.Probes is ProbeTable probes && ProbeClassifier.Of(in record) is ProbeNature nature and not ProbeNature.None)
        {
            probes.Add(in record, nature, isReverse: false, flow.Exporter, flow.NextHop, eventTime);
        }

        if ((record.ReversePackets | record.ReverseOctets) != 0)
        {
            AddReverse(in record, window, eventTime);
        }
    }

    /// <summary>Closes, in order, every window that ends at or before the watermark.</summary>
    public void Advance(long watermark)
    {
        if (watermark <= _closedUntil)
        {
            return;
        }

        TakeBack();
        long floor = watermark - Modulo(watermark);
        while (_open.Count > 0 && _open[0].End <= watermark)
        {
            CloseOldest();
        }

        _closedUntil = Math.Max(_closedUntil, floor);
    }

    /// <summary>Shows the sink what is open and has news, up to a second that has passed.</summary>
    public void Look(long time)
    {
        // Seconds before the one that was looked at last are over. That one itself may be looked at again: the first record behind it is what tells
        // that it has passed, and what a meter or a silent exporter's clock brings after that is of it, too. Without news a look does nothing.
        if (_lookingSink is null || time < _nextLook - SecondMs)
        {
            return;
        }

        for (int at = 0; at < _open.Count; at++)
        {
            LookInto(at, time, isClosing: false);
        }

        // A time far ahead may be a wrong one: it must not keep the sink from looking at all that comes before it.
        _nextLook = SecondMs + (_nextLook == 0 ? time : Math.Min(time, _nextLook + LongestStepMs));
    }

    /// <inheritdoc/>
    public void Flush()
    {
        while (_open.Count > 0)
        {
            CloseOldest();
        }

        Forget(_probesBefore);
        _probesBefore = null;
        _closedUntil = 0;
        _nextLook = _lookingSink is null ? long.MaxValue : 0;
    }

    private void AddReverse(in FlowRecord record, TrafficWindow window, long eventTime)
    {
        _reverseFlows++;
        ref PendingFlow flow = ref window.Tables.Next();
        flow.Source = record.Destination;
        flow.Destination = record.Source;
        flow.Packets = record.ReversePackets;
        flow.Octets = record.ReverseOctets;
        flow.NextHop = 0;
        Fill(ref flow, in record, _classifier.Classify(record.Protocol, record.DestinationPort, record.SourcePort, record.ReverseTcpFlags));
        window.Tables.Fetch(in flow);
        if (window.Probes is ProbeTable probes && ProbeClassifier.OfReverse(in record) is ProbeNature nature and not ProbeNature.None)
        {
            probes.Add(in record, nature, isReverse: true, flow.Exporter, 0, eventTime);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fill(ref PendingFlow flow, in FlowRecord record, ushort trafficClass)
    {
        ulong source = flow.Source.Hash(_seed);
        ulong destination = flow.Destination.Hash(TrafficTables.FingerprintSeed);
        flow.Class = trafficClass;
        flow.Scope = _scopes.Of(in flow.Source, in flow.Destination);
        flow.SourceTag = TrafficPools.SourceTag(source);
        flow.Fingerprint = (uint)(destination >> 32);
        flow.PairService = _classifier.PairServiceOf(trafficClass);
        flow.PairTag = TrafficPools.PairTag(source, destination, flow.PairService);
        flow.First = record.First;
        flow.Last = record.Last;
        flow.SamplingInterval = (uint)Math.Min(record.SamplingInterval, uint.MaxValue);
        flow.IsSamplingUnknown = record.SamplingInterval == 0 || record.IsSamplingUnknown == 1;
        flow.Exporter = (ulong)record.ExporterIndex < SourceRow.NoExporter ? (ushort)record.ExporterIndex : SourceRow.NoExporter;
    }

    private TrafficWindow WindowAt(long eventTime)
    {
        if (eventTime < _closedUntil)
        {
            _late++;
            eventTime = _closedUntil;
        }

        long start = eventTime - Modulo(eventTime);
        int at = _open.Count;
        while (at > 0 && _open[at - 1].Start > start)
        {
            at--;
        }

        if (at > 0 && _open[at - 1].Start == start)
        {
            return _current = _open[at - 1];
        }

        if (_open.Count == _mostOpen)
        {
            CloseOldest();
            _closed = _closed with { ClosedEarly = _closed.ClosedEarly + 1 };
            return WindowAt(eventTime);
        }

        TakeBack();
        TrafficTables tables = _free.TryPop(out TrafficTables? pooled) ? pooled : new TrafficTables(_pools, _budget);
        ProbeTable? probes = _mostProbedHosts == 0 ? null : _freeProbes.TryPop(out ProbeTable? kept) ? kept : new ProbeTable(_pools, _mostProbedHosts);
        TrafficWindow window = new(start, start + _length, tables, probes);
        _open.Insert(at, window);
        return _current = window;
    }

    // What came since the last look is looked at before a window closes, so that it does not matter how time went on.
    private void LookInto(int at, long time, bool isClosing)
    {
        TrafficWindow window = _open[at];
        if (_lookingSink is null || window.Probes is not { HasNews: true } probes)
        {
            return;
        }

        probes.HasNews = false;
        probes.Settle();
        ProbeTable? before = at > 0 ? (_open[at - 1].End == window.Start ? _open[at - 1].Probes : null) : _probesBeforeEnd == window.Start ? _probesBefore : null;
        window.Tables.Settle();
        ClosedWindow open = new(window, window.Tables, before) { IsClosing = isClosing };
        _lookingSink.OnOpenWindow(open, Math.Min(time, window.End));
        open.Release();
    }

    private void Forget(ProbeTable? probes)
    {
        if (probes is not null)
        {
            probes.Clear();
            _freeProbes.Push(probes);
        }
    }

    private void CloseOldest()
    {
        LookInto(0, _open[0].End, isClosing: true);
        TrafficWindow oldest = _open[0];
        TrafficTables tables = oldest.Tables;
        tables.Settle();
        oldest.Probes?.Settle();
        _open.RemoveAt(0);
        _current = null;
        _closedUntil = oldest.End;
        _closed = _closed with
        {
            WindowsClosed = _closed.WindowsClosed + 1,
            TableFull = _closed.TableFull + tables.Sources.TableFull,
            PairTableFull = _closed.PairTableFull + tables.Pairs.TableFull,
        };
        ClosedWindow closed = new(oldest, tables) { CanBeLent = Summary is null && tables.IsSmall };
        _lent.Add(closed);
        _sink?.OnWindow(closed);
        TakeBack();
        Forget(_probesBefore);
        (_probesBefore, _probesBeforeEnd) = (oldest.Probes, oldest.End);
    }

    // Tables that nobody reads any more are cleared, for the next window.
    private void TakeBack()
    {
        for (int at = _lent.Count - 1; at >= 0; at--)
        {
            if (!_lent[at].IsLent)
            {
                TrafficTables tables = _lent[at].Tables;
                _lent[at].Release();
                _lent.RemoveAt(at);
                tables = Summary?.Absorb(tables) ?? tables;
                tables.Clear();
                _free.Push(tables);
            }
        }
    }

    private long Modulo(long time) => ((time % _length) + _length) % _length;
}
