using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Tests.Collection;

/// <summary>Keeps the records a collector passes on, and sums them.</summary>
internal sealed class RecordingAccount : IFlowAccount
{
    public List<(FlowRecord Record, long EventTime)> Records { get; } = [];

    public ulong Octets { get; private set; }

    public ulong Packets { get; private set; }

    public ulong EstimatedOctets { get; private set; }

    public long Watermark { get; private set; }

    public void Add(ref FlowRecord record, long eventTime)
    {
        Records.Add((record, eventTime));
        Octets += record.Octets + record.ReverseOctets;
        Packets += record.Packets + record.ReversePackets;
        EstimatedOctets += record.Octets * Math.Max(1, record.SamplingInterval);
    }

    public void Advance(long watermark) => Watermark = watermark;

    public void Flush()
    {
    }
}
