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

    // An exporter whose uptime fell by more than reordering explains has rebooted.
    private const uint RebootMilliseconds = 60_000;

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
        _allow = new ExporterAllowList(options.Allow);
        _allowSFlow = options.AllowSFlow.Count == 0 ? _allow : new ExporterAllowList(options.AllowSFlow);
        _pending = new PendingSets(options.PendingOctets);
        Clock = new EventClock(options.Lateness);
        _templates = new TemplateBudget(options.MaxTemplates);
        Exporters = new ExporterTable(options.MaxExporters, _templates, new SamplingRules(options.Sampling), new DuplicateRules(options.Duplicates));
    }

    /// <summary>The exporters and their ledgers.</summary>
    public ExporterTable Exporters { get; }

    /// <summary>Keeps templates and sampling intervals beyond this run; null for nobody.</summary>
    public ITemplateStore? TemplateStore { get; set; }

    /// <summary>Event time.</summary>
    public EventClock Clock { get; }

    /// <summary>Datagrams that belong to no exporter of the table: not allowed, no room in the table or in the queue.</summary>
    public Ledger Unattributed { get; } = new();

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

        if (_exporter.Duplicates is DuplicateMember member && !member.Counts(in record, _eventTime))
        {
            _exporter.Ledger.DuplicateRecords++;
            return;
        }

        if (_header.Version == SFlowDecoder.RecordVersion)
        {
            record.SamplingInterval = _exporter.Domain.Samplers.Resolve(record.SamplingInterval, 0);
        }

        record.Exporter = _exporter.Key.Address;
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
        _pending.Add(new PendingSet(_pendingDatagram, _header, setId, _arrival, _eventTime, records));
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
        status = _decoder.Decode(datagram, _header, _exporter.Domain, out DatagramCounts counts);
        ledger.Count(counts);
        Follow(status, counts);
        Close(ledger, status);
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
        DecodeStatus status = _sflow.Decode(datagram, _arrival, this, ref _sflowRecord, out info);
        ledger.Records += info.FlowSamples;
        ledger.OptionsRecords += info.CounterSamples;
        if (info.FlowSamples > 0)
        {
            _exporter.LatestSampling = _sflowRecord.SamplingInterval;
        }

        Follow(status, default);
        Close(ledger, status);
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
        _eventTime = Clock.Place(_exporter.Key.Address, exportTime, _arrival, Exporters.Count == 1, out bool skewed);
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

    // Sequence numbers count flows in v5 and v7, datagrams in v9 and sFlow, data records in IPFIX (RFC 7011 3.1), or what
    // the exporter takes for it; what cannot be
    // counted, because a set was not decoded, cannot be checked either.
    private void Follow(DecodeStatus status, in DatagramCounts counts)
    {
        if (_header.Version == 1)
        {
            return;
        }

        bool countable = _header.Version is 9 or SFlowDecoder.RecordVersion || status == DecodeStatus.Ok;
        if (!countable)
        {
            _exporter.Resynchronise();
            return;
        }

        if (_exporter.IpfixSequence is IpfixSequence ipfix)
        {
            ipfix.Observe(_header.SequenceNumber, (uint)counts.FlowRecords, (uint)counts.OptionsRecords);
            _exporter.Ledger.SequenceLost = ipfix.Lost;
            return;
        }

        uint units = _header.Version is 5 or 7 ? (uint)_header.Count : 1;
        uint fall = _exporter.LastUptime - _header.SystemUptime;
        bool rebooted = fall is > RebootMilliseconds and < uint.MaxValue / 2;
        _exporter.Sequence.Observe(_header.SequenceNumber, units, rebooted);
        _exporter.Ledger.SequenceLost = _exporter.Sequence.Lost;
        _exporter.LastUptime = _header.SystemUptime;
    }

    private void Close(Ledger ledger, DecodeStatus status)
    {
        if (_pendingDatagram is PendingDatagram pending && status is DecodeStatus.Ok or DecodeStatus.UnknownTemplate)
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

        (long eventTime, bool late) = (_eventTime, _isLate);
        _isLate = false;
        foreach (PendingSet set in sets)
        {
            _eventTime = Math.Max(set.EventTime, Clock.Watermark);
            DecodeStatus status = _decoder.DecodeLateSet(
                set.Buffer, PendingSet.RecordsOffset, set.Header, _exporter.Domain, template, out DatagramCounts counts);
            _exporter.Ledger.Count(counts);
            set.Datagram.Waiting--;
            set.Datagram.Lost |= status != DecodeStatus.Ok;
            set.Datagram.Settle();
        }

        (_eventTime, _isLate) = (eventTime, late);
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
