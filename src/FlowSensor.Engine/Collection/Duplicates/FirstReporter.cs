using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection.Duplicates;

/// <summary>Counts the flows that this exporter reported before the others of its group.</summary>
internal sealed class FirstReporter(FlowOwners owners, int rank) : DuplicateMember
{
    /// <inheritdoc/>
    public override bool Counts(in FlowRecord record, long eventTime) => owners.Belongs(in record, rank, eventTime);
}
