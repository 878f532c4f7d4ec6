using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection.Duplicates;

/// <summary>Counts while no exporter before it in the list is alive. Decided once a datagram.</summary>
internal sealed class PreferredExporter(Aliveness alive, int rank) : DuplicateMember
{
    private bool _counts;

    /// <inheritdoc/>
    public override void Begin(long eventTime) => _counts = alive.Hear(rank, eventTime);

    /// <inheritdoc/>
    public override bool Counts(in FlowRecord record, long eventTime) => _counts;
}
