using System.Buffers.Binary;
using FlowSensor.Engine.Collection.Duplicates;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.SFlow;

namespace FlowSensor.Engine.Collection;

/// <summary>
/// Takes export datagrams, from sockets or from a capture alike, decodes them and passes their records on with their event
/// time; keeps the ledger. One thread owns it. Nothing is allocated per datagram or record once exporters and templates are known.
/// </summary>
public sealed class Collector : IDatagramSink
{
    private const int SFlowVersion = 5;
    private const long ExpiryInterval = 60_000;
    private const long OverdueMilliseconds = 15 * 60_000;

    private readonly CollectorOptions _options;
    private readonly IFlowAccount _account;
    private readonly DatagramDecoder _decoder;
    private readonly SFlowDecoder _sflow = new();
    private readonly ExporterAllowList _allow;
    private readonly ExporterAllowList _allowSFlow;
    private readonly PendingSets _pending;
    private readonly TemplateBudget _templates;

    private Exporter _exporter = null!;
    private DatagramHeader _header;
    private FlowRecord _sflowRecord;
    private PendingDatagram? _pendingDatagram;
    private long _arrival;
    private long _eventTime;
    private bool _isLate;

    // Datagrams that the one being read stands for; 0 while one is only skimmed.
    private uint _standsFor = 1;
    private long _nextExpiry = long.MinValue;

    /// <summary>Makes a collector.</summary>
    /// <param name="options">Limits and rules.</param>
    /// <param name="account">Takes the records.</param>
    public Collector(CollectorOptions options, IFlowAccount account)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _account = account;
        _decoder = new DatagramDecoder(this, account.WantsEveryField);
        _allow = new ExporterAllowList(options.Allow, options.DenyByDefault);
        _allowSFlow = options.AllowSFlow.Count == 0 ? _allow : new ExporterAllowList(options.AllowSFlow);
        _pending = new PendingSets(options.PendingOctets);
        Clock = new EventClock(options.Lateness);
        _templates = new TemplateBudget(options.MaxTemplates);
        Exporters = new ExporterTable(
            options.MaxExporters, _templates, new SamplingRules(options.Sampling), new DuplicateRules(options.Duplicates), new RateLimits(options.MaxRecordsPerSecond, options.RateLimits));
    }

    /// <summary>The exporters and their ledgers.</summary>
    public ExporterTable Exporters { get; }

    /// <summary>Keeps templates and sampling intervals beyond this run; null for nobody.</summary>
    public ITemplateStore? TemplateStore { get; set; }

    /// <summary>Event time.</summary>
    public EventClock Clock { get; }

    /// <summary>Datagrams that belong to no exporter of the table: not allowed, no room in the table or in the queue.</summary>
    public Ledger Unattributed { get; } = new();

    /// <summary>Who sent without being allowed to.</summary>
    public RefusedSenders Refused { get; } = new();

    /// <summary>Templates known over all exporters.</summary>
    public int TemplateCount => _templates.Used;

    /// <summary>The account of everything.</summary>
    public Ledger Total()
    {
        var total = new Ledger();
        total.Add(Unattributed);
        total.Add(Exporters.Evicted);
        foreach (Exporter exporter in Exporters.All)
        {
            total.Add(exporter.Ledger);
        }

        return total;
    }

    /// <summary>Takes one datagram.</summary>
    /// <param name="datagram">The UDP payload.</param>
    /// <param name="source">Who sent it.</param>
    /// <param name="arrival">When it arrived, Unix milliseconds.</param>
    public void Receive(ReadOnlySpan<byte> datagram, IpAddress source, long arrival)
    {
        _arrival = arrival;
        if (arrival >= _nextExpiry)
        {
            Expire(arrival);
        }

        bool isSFlow = datagram.Length >= sizeof(uint) && BinaryPrimitives.ReadUInt32BigEndian(datagram) == SFlowVersion;
        if (!(isSFlow ? _allowSFlow : _allow).Permits(source))
        {
            Refuse(Unattributed, datagram.Length, DropCause.NotAllowed);
            Refused.Note(source, arrival);
            return;
        }

        if (isSFlow)
        {
            ReceiveSFlow(datagram, source);
        }
        else
        {
            ReceiveFlows(datagram, source);
        }

        _account.Advance(Clock.Watermark);
    }

    /// <summary>Counts datagrams that were lost between the receiving threads and here.</summary>
    public void CountQueueFull(long datagrams)
    {
        Unattributed.Datagrams += datagrams;
        Unattributed.Drop(DropCause.QueueFull, datagrams);
    }

    /// <summary>The next datagrams come from another time: neither the clock nor sequence numbers continue.</summary>
    public void BreakTime()
    {
        Clock.Reset();
        foreach (Exporter exporter in Exporters.All)
        {
            exporter.LastExportTime = long.MinValue / 2;
            exporter.Resynchronise();
        }
    }

    /// <summary>Ends the input: what still waits for a template is given up.</summary>
    public void Complete() => _pending.Clear();

    /// <summary>Restores a template that an earlier run has learned.</summary>
    public void Restore(in ExporterKey key, Template item, long announced)
    {
        ArgumentNullException.ThrowIfNull(item);
        item.LastAnnounced = announced;
        if (Exporters.FindOrAdd(key, announced) is Exporter exporter)
        {
            exporter.LastExportTime = Math.Max(exporter.LastExportTime, announced);
            exporter.Domain.Templates.TryPut(item);
        }
    }

    /// <summary>Restores a sampling interval that an earlier run has learned.</summary>
    public void RestoreSampling(in ExporterKey key, ulong? samplerId, ulong interval) =>
        Exporters.FindOrAdd(key, 0)?.Domain.Samplers.Learn(samplerId, interval);

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    void IFlowSink.OnFlow(ref FlowRecord record)
    {
        if (_isLate)
        {
            _exporter.Ledger.LateRecords++;
            return;
        }

        _exporter.Ledger.LongRecords += record.Last - record.First > _options.LongFlow ? 1 : 0;
        if (_exporter.Duplicates is DuplicateMember member && !member.Counts(in record, _eventTime))
        {
            _exporter.Ledger.DuplicateRecords++;
            return;
        }

        if (_header.Version == SFlowDecoder.RecordVersion)
        {
            _exporter.LatestSampling = record.SamplingInterval;
            record.SamplingInterval = _exporter.Domain.Samplers.Resolve(record.SamplingInterval, 0);
        }

        if (_standsFor > 1)
        {
            Rescale(ref record);
        }

        record.Exporter = _exporter.Address;
        record.ExporterIndex = _exporter.Index;
        _account.Add(ref record, _eventTime);
    }

    void IDatagramSink.OnTemplate(Template template)
    {
        TemplateStore?.Save(_exporter.Key, template);
        Release(template);
    }

    void IDatagramSink.OnTemplateWithdrawn(ushort templateId) => TemplateStore?.SaveWithdrawal(_exporter.Key, templateId);

    void IDatagramSink.OnUnknownSet(ushort setId, ReadOnlySpan<byte> records)
    {
        if (_isLate)
        {
            return;
        }

        _pendingDatagram ??= new PendingDatagram(_exporter);
        _pending.Add(new PendingSet(_pendingDatagram, _header, setId, _arrival, _eventTime, _standsFor, records));
    }

    // The estimate multiplies by the interval; what the exporter itself sampled at stays unknown where it is.
    private void Rescale(ref FlowRecord record)
    {
        record.IsSamplingUnknown = record.SamplingInterval == 0 ? 1u : 0u;
        record.SamplingInterval = Math.Clamp(record.SamplingInterval, 1, uint.MaxValue) * _standsFor;
    }

    private static void Refuse(Ledger ledger, int octets, DropCause cause)
    {
        ledger.Datagrams++;
        ledger.Octets += octets;
        ledger.Drop(cause);
    }

    private void ReceiveFlows(ReadOnlySpan<byte> datagram, IpAddress source)
    {
        DecodeStatus status = DatagramHeader.TryRead(datagram, out _header);
        if (!TryEnter(new ExporterKey(source, _header.Version, _header.ObservationDomainId), datagram.Length))
        {
            return;
        }

        Ledger ledger = _exporter.Ledger;
        if (status != DecodeStatus.Ok)
        {
            ledger.Drop(status == DecodeStatus.UnsupportedVersion ? DropCause.Unsupported : DropCause.Malformed);
            return;
        }

        Place(_header.ExportTime, _header.SequenceNumber, _header.Version != 1);
        _pendingDatagram = null;
        _standsFor = _exporter.Limit is RateLimit limit ? limit.Admit(_arrival) : 1;
        status = _standsFor > 0
            ? _decoder.Decode(datagram, _header, _exporter.Domain, out DatagramCounts counts)
            : _decoder.Skim(datagram, _header, _exporter.Domain, out counts);
        _exporter.Limit?.Note(counts.FlowRecords, counts.SkimmedRecords);
        ledger.Count(counts);
        SequenceAccount.Follow(_exporter, _header, status, counts);
        Close(ledger, status, counts.SkimmedSets > 0);
        if (_exporter.Domain.Samplers.Revision != _exporter.SamplingRevision)
        {
            _exporter.SamplingRevision = _exporter.Domain.Samplers.Revision;
            TemplateStore?.SaveSampling(_exporter.Key, _exporter.Domain.Samplers);
        }
    }

    // The sub-agent, which belongs to the exporter's identity, stands behind an address of either family.
    private void ReceiveSFlow(ReadOnlySpan<byte> datagram, IpAddress source)
    {
        bool readable = SFlowDecoder.TryReadHeader(datagram, out SFlowDatagramInfo info);
        if (!TryEnter(new ExporterKey(source, SFlowDecoder.RecordVersion, info.SubAgentId), datagram.Length))
        {
            return;
        }

        Ledger ledger = _exporter.Ledger;
        if (!readable)
        {
            ledger.Drop(DropCause.Malformed);
            return;
        }

        // sFlow carries no wall clock, so it counts when it arrives.
        _header = new DatagramHeader(SFlowDecoder.RecordVersion, 0, 0, _arrival, info.UptimeMs, info.SequenceNumber, info.SubAgentId, 0);
        _pendingDatagram = null;
        Place(_arrival, info.SequenceNumber, true);
        _standsFor = _exporter.Limit is RateLimit limit ? limit.Admit(_arrival) : 1;
        DecodeStatus status = _standsFor > 0
            ? _sflow.Decode(datagram, _arrival, this, ref _sflowRecord, out info)
            : _sflow.Skim(datagram, out info);
        DatagramCounts counts = _standsFor > 0
            ? new DatagramCounts { FlowRecords = info.FlowSamples, OptionsRecords = info.CounterSamples }
            : new DatagramCounts { SkimmedRecords = info.FlowSamples, OptionsRecords = info.CounterSamples };
        _exporter.Limit?.Note(counts.FlowRecords, counts.SkimmedRecords);
        ledger.Count(counts);
        SequenceAccount.Follow(_exporter, _header, status, counts);
        Close(ledger, status, counts.SkimmedRecords > 0);
    }

    private bool TryEnter(in ExporterKey key, int octets)
    {
        Exporter? exporter = Exporters.FindOrAdd(key, _arrival);
        if (exporter is null)
        {
            Refuse(Unattributed, octets, DropCause.TableFull);
            return false;
        }

        _exporter = exporter;
        exporter.LastSeen = _arrival;
        exporter.Ledger.Datagrams++;
        exporter.Ledger.Octets += octets;
        return true;
    }

    // Late is only what was missed and comes after a quarter of an hour: counted now it would look like traffic of now. What is
    // a little overdue, or comes from a clock that was set back, counts in the oldest window that is open.
    private void Place(long exportTime, uint sequence, bool hasSequence)
    {
        _isLate = hasSequence
            && exportTime < _exporter.LastExportTime - OverdueMilliseconds
            && _exporter.IsMissing(sequence);
        _eventTime = Clock.Place(_exporter.Address, exportTime, _arrival, Exporters.Count == 1, out bool skewed);
        if (skewed && !_isLate)
        {
            _exporter.Ledger.ClockSkewed++;
        }

        if (!_isLate)
        {
            _exporter.LastExportTime = exportTime;
            _exporter.Duplicates?.Begin(_eventTime);
        }
    }

    private void Close(Ledger ledger, DecodeStatus status, bool isLimited)
    {
        if (isLimited && status is DecodeStatus.Ok or DecodeStatus.UnknownTemplate)
        {
            ledger.Drop(DropCause.RateLimited);
        }
        else if (_pendingDatagram is PendingDatagram pending && status is DecodeStatus.Ok or DecodeStatus.UnknownTemplate)
        {
            ledger.Pending++;
            pending.IsOpen = true;
            pending.Settle();
        }
        else if (_isLate)
        {
            ledger.Drop(DropCause.Late);
        }
        else if (status is DecodeStatus.Ok or DecodeStatus.UnknownTemplate)
        {
            ledger.Decoded++;
        }
        else
        {
            ledger.Drop(status == DecodeStatus.UnsupportedVersion ? DropCause.Unsupported : DropCause.Malformed);
        }
    }

    // Decodes what waited for a template. The set counts at the time its datagram had, or at the watermark if that has passed.
    private void Release(Template template)
    {
        if (_pending.Take(_exporter, template.Id) is not IReadOnlyCollection<PendingSet> sets)
        {
            return;
        }

        (long eventTime, bool late, uint standsFor) = (_eventTime, _isLate, _standsFor);
        _isLate = false;
        foreach (PendingSet set in sets)
        {
            _eventTime = Math.Max(set.EventTime, Clock.Watermark);
            _standsFor = set.StandsFor;
            DecodeStatus status = _decoder.DecodeLateSet(
                set.Buffer, PendingSet.RecordsOffset, set.Header, _exporter.Domain, template, out DatagramCounts counts);
            _exporter.Limit?.Note(counts.FlowRecords, 0);
            _exporter.Ledger.Count(counts);
            set.Datagram.Waiting--;
            set.Datagram.Lost |= status != DecodeStatus.Ok;
            set.Datagram.Settle();
        }

        (_eventTime, _isLate, _standsFor) = (eventTime, late, standsFor);
    }

    private void Expire(long arrival)
    {
        _nextExpiry = arrival + ExpiryInterval;
        _pending.Expire(arrival);
        long timeout = (long)_options.TemplateTimeout.TotalMilliseconds;
        foreach (Exporter exporter in Exporters.All)
        {
            // One that has gone silent must not keep templates, whatever times it gave them: all exporters share the room for them. One
            // restored has not spoken yet.
            if (exporter.LastSeen > 0 && arrival - exporter.LastSeen > timeout)
            {
                exporter.Domain.Templates.Clear();
            }
            else
            {
                exporter.Domain.Templates.Expire(exporter.LastExportTime - timeout);
            }
        }
    }
}
