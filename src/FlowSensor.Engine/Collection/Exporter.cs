using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection;

/// <summary>What is known of one exporter and observation domain.</summary>
public sealed class Exporter
{
    private SequenceTracker _sequence;

    internal Exporter(ExporterKey key, int index, TemplateBudget templates)
    {
        Key = key;
        Index = index;
        Domain = new ObservationDomain(templates);
    }

    /// <summary>Who it is.</summary>
    public ExporterKey Key { get; }

    /// <summary>Dense number, in the order of first appearance.</summary>
    public int Index { get; }

    /// <summary>What became of its datagrams.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>Templates and sampling.</summary>
    public ObservationDomain Domain { get; }

    /// <summary>Arrival of its newest datagram, Unix milliseconds.</summary>
    public long LastSeen { get; internal set; }

    /// <summary>Newest export time it sent, Unix milliseconds.</summary>
    public long LastExportTime { get; internal set; }

    /// <summary>Sampling interval in force for records that name none themselves; null while it is unknown.</summary>
    public long? SamplingInterval => Domain.Samplers.Resolve(LatestSampling, 0) is > 0 and ulong interval ? (long)interval : null;

    /// <summary>Sequence gaps, restarts, reordering.</summary>
    public ref readonly SequenceTracker Sequence => ref _sequence;

    internal ulong LatestSampling { get; set; }

    internal uint LastUptime { get; set; }

    internal int SamplingRevision { get; set; }

    internal ref SequenceTracker MutableSequence => ref _sequence;
}
