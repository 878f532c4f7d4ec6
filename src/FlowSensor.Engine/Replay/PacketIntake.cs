using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Metering;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Replay;

/// <summary>Meters captured packets into flow records, which count when the meter lets them go, as an exporter's do.</summary>
public sealed class PacketIntake : ICaptureIntake, IFlowSink
{
    private readonly PacketParser _parser = new();
    private readonly FlowCache _cache;
    private readonly IFlowAccount _account;
    private readonly long _lateness;
    private long _now;

    /// <summary>Makes an intake.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="account">Takes the flow records.</param>
    public PacketIntake(SensorOptions options, IFlowAccount account)
    {
        ArgumentNullException.ThrowIfNull(options);
        _account = account;
        _cache = new FlowCache(new FlowCacheOptions(), this);
        _lateness = (long)options.Traffic.Lateness.TotalMilliseconds;
    }

    /// <inheritdoc/>
    public long Records { get; private set; }

    /// <summary>The meter's counts.</summary>
    public FlowCacheCounters Counters => _cache.Counters;

    /// <summary>Packets that are not IP, or whose headers are broken.</summary>
    public long Unmetered { get; private set; }

    /// <inheritdoc/>
    public bool Take(in CapturedPacket packet)
    {
        // Packets of several interfaces may lie a little out of order; the clock does not go back for them.
        _now = Math.Max(_now, packet.TimestampNs / 1_000_000);
        ParseStatus status = _parser.Parse(packet.LinkType, packet.Data, packet.WireLength, out PacketHeaders headers);
        if (status is not (ParseStatus.Ok or ParseStatus.TruncatedTransport or ParseStatus.BadTransport))
        {
            Unmetered++;
            return false;
        }

        _cache.Add(headers, packet.Data, _now);
        _account.Advance(_now - _lateness);
        return true;
    }

    /// <inheritdoc/>
    public void BreakTime()
    {
        Complete();
        _account.Flush();
        _now = 0;
    }

    /// <inheritdoc/>
    public void Complete() => _cache.Flush();

    void IFlowSink.OnFlow(ref FlowRecord record)
    {
        Records++;
        record.ExporterIndex = -1;
        record.ExportTime = _now;
        _account.Add(ref record, _now);
    }
}
