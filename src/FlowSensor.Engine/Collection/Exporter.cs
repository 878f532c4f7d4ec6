using FlowSensor.Engine.Collection.Duplicates;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection;

/// <summary>What is known of one exporter and observation domain.</summary>
public sealed class Exporter
{
    private SequenceTracker _sequence;

    internal Exporter(ExporterKey key, int index, TemplateBudget templates)
    {
        Key = key;
        Address = key.Address;
        Index = index;
        Domain = new ObservationDomain(templates);
        IpfixSequence = key.Version == 10 ? new IpfixSequence() : null;
    }

    /// <summary>Who it is.</summary>
    public ExporterKey Key { get; }

    /// <summary>The address in <see cref="Key"/>, for every record.</summary>
    internal IpAddress Address { get; }

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

    /// <summary>Decides which of its records count, where others see the same traffic; null where all do.</summary>
    internal DuplicateMember? Duplicates { get; init; }

    /// <summary>Holds it to a rate, with all domains of its address; null where it has no limit.</summary>
    internal RateLimit? Limit { get; init; }

    internal ulong LatestSampling { get; set; }

    internal uint LastUptime { get; set; }

    internal int SamplingRevision { get; set; }

    /// <summary>Sequence gaps, restarts, reordering, where the protocol is not IPFIX.</summary>
    internal ref SequenceTracker Sequence => ref _sequence;

    /// <summary>The same where it is; else null.</summary>
    internal IpfixSequence? IpfixSequence { get; }

    internal bool IsMissing(uint sequence) => IpfixSequence?.IsMissing(sequence) ?? _sequence.IsMissing(sequence);

    internal void Resynchronise()
    {
        IpfixSequence?.Resynchronise();
        _sequence.Resynchronise();
    }
}
