using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Metering;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Intake;

/// <summary>
/// Takes captured packets, from interfaces or files alike: each is parsed once, metered into flow records, and inspected for DNS and mail.
/// Time is that of the packets and never goes back. One thread; nothing is allocated per packet once the tables exist.
/// </summary>
public sealed class PacketIntake : ICaptureIntake, IFlowSink
{
    private const long TickMs = 1_000;

    // A step back by more is another capture or a clock that was set, not a disorder of packets.
    private const long MaxDisorderMs = 60_000;

    private readonly PacketParser _parser;
    private readonly FragmentReassembler _fragments = new();
    private readonly FlowCache _cache;
    private readonly InspectionQueue _inspections;
    private readonly IPacketWatch? _watch;
    private readonly IFlowAccount _account;
    private readonly long _lateness;
    private readonly long _mostTicks;
    private long _now = long.MinValue;
    private long _nextTick;

    /// <summary>Makes an intake.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="account">Takes the flow records.</param>
    public PacketIntake(SensorOptions options, IFlowAccount account)
        : this(options, account, hosts: null)
    {
    }

    /// <summary>Makes an intake.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="account">Takes the flow records.</param>
    /// <param name="hosts">Takes what packets tell of hosts; null for nobody.</param>
    /// <param name="watch">Sees the packets themselves; null for nobody.</param>
    internal PacketIntake(SensorOptions options, IFlowAccount account, WireWatch? hosts, IPacketWatch? watch = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _watch = watch;
        _account = account;
        FlowCacheOptions metering = options.Metering.ToFlowCache();
        _parser = new PacketParser(options.Metering.ToParser());
        _cache = new FlowCache(metering, this);
        _lateness = (long)options.Traffic.Lateness.TotalMilliseconds;

        // After so many seconds without a packet every flow has been emitted.
        _mostTicks = ((long)metering.InactiveTimeout.TotalMilliseconds / TickMs) + 2;
        Mail = new MailServerStatistics(options.Mail.ToStatistics(options.Sensor), MailOptions.CalendarOf(options.Sensor));
        Inspector = new PacketInspector(new InspectionOptions(), Mail, watch: hosts);
        _inspections = new InspectionQueue(Inspector);
    }

    /// <summary>Told each whole second of packet time, and <see cref="long.MaxValue"/> when time ends or breaks.</summary>
    public event Action<long>? TimePassed;

    /// <inheritdoc/>
    public long Records { get; private set; }

    /// <summary>The meter's counts.</summary>
    public FlowCacheCounters Counters => _cache.Counters;

    /// <summary>What became of every packet.</summary>
    public PacketLedger Ledger { get; } = new();

    /// <summary>Datagrams made whole from fragments, for inspection.</summary>
    public long Reassembled => _fragments.Reassembled;

    /// <summary>Datagrams and fragments that could not be made whole.</summary>
    public long NotReassembled => _fragments.Expired + _fragments.Evicted + _fragments.Refused;

    /// <summary>What was read out of the packets.</summary>
    internal PacketInspector Inspector { get; }

    /// <summary>Counts of mail servers.</summary>
    internal MailServerStatistics Mail { get; }

    /// <inheritdoc/>
    public bool Take(in CapturedPacket packet)
    {
        Ledger.Arrived(packet.WireLength);
        long timeMs = packet.TimestampNs / 1_000_000;
        if (timeMs != _now)
        {
            Place(timeMs);
        }

        ParseStatus status = _parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers);
        if (status is not (ParseStatus.Ok or ParseStatus.TruncatedTransport or ParseStatus.BadTransport))
        {
            Ledger.Drop(status);
            return false;
        }

        if (!_cache.Add(headers, packet.Data, _now))
        {
            Ledger.Drop(PacketDropCause.Duplicate);
            return true;
        }

        _watch?.Look(packet, headers);
        Ledger.Meter(status, headers.IsFragment);
        if (headers.IsFragment)
        {
            InspectFragment(packet.Data, headers);
        }
        else
        {
            Inspect(packet.Data, headers);
        }

        return true;
    }

    /// <summary>Tells the time while no packet does, so that results appear on a quiet wire.</summary>
    /// <param name="timeMs">Unix milliseconds; no packet with an earlier time should follow.</param>
    public void Advance(long timeMs)
    {
        if (_now != long.MinValue && timeMs > _now)
        {
            Place(timeMs);
        }
    }

    /// <inheritdoc/>
    public void BreakTime()
    {
        Complete();
        _account.Flush();
        _now = long.MinValue;
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _cache.Flush();
        _inspections.Settle();
        Inspector.Complete();
        TimePassed?.Invoke(long.MaxValue);
    }

    // The cache settles packets in groups: a record counts at the cache's time, which may lie a little before that of the last packet.
    void IFlowSink.OnFlow(ref FlowRecord record)
    {
        Records++;
        record.ExporterIndex = -1;
        _account.Add(ref record, record.ExportTime);
    }

    private void Inspect(ReadOnlySpan<byte> data, in PacketHeaders headers)
    {
        if (headers.PayloadOffset > 0)
        {
            _inspections.Add(headers, data.Slice(headers.PayloadOffset, headers.PayloadLength), _now);
        }
    }

    private void InspectFragment(ReadOnlySpan<byte> data, in PacketHeaders headers)
    {
        if (_fragments.Add(data, headers, _now, out ReadOnlySpan<byte> whole) == ReassemblyStatus.Complete
            && _parser.Parse(LinkType.Raw, whole, whole.Length, out PacketHeaders joined) is ParseStatus.Ok or ParseStatus.BadTransport)
        {
            Inspect(whole, joined);
        }
    }

    // Packets of several interfaces may lie a little out of order, and some have no time at all: the clock does not go back for them.
    private void Place(long timeMs)
    {
        if (timeMs <= _now)
        {
            if (timeMs >= _now - MaxDisorderMs || timeMs == 0)
            {
                return;
            }

            BreakTime();
        }

        if (_now == long.MinValue)
        {
            _nextTick = timeMs - (timeMs % TickMs) + TickMs;
        }

        _now = timeMs;
        if (timeMs >= _nextTick)
        {
            Tick(timeMs - (timeMs % TickMs));
        }
    }

    // Idle flows end at whole seconds of packet time, whether packets or the sensor's clock tell it: a live run and a replay of the
    // same packets count each flow in the same window.
    private void Tick(long until)
    {
        long last = Math.Min(until, _nextTick + (_mostTicks * TickMs));
        for (long second = _nextTick; second <= last; second += TickMs)
        {
            AdvanceTo(second);
        }

        if (until > last)
        {
            AdvanceTo(until);
        }

        _nextTick = until + TickMs;
    }

    private void AdvanceTo(long second)
    {
        _inspections.Settle();
        _cache.Advance(second);
        _account.Look(second);
        _account.Advance(second - _lateness);
        TimePassed?.Invoke(second);
    }
}
