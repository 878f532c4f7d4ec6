using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection.Duplicates;

/// <summary>Counts what came in by one of the named interfaces: where every way into the network is named once, every flow counts once.</summary>
internal sealed class DesignatedInterfaces(IEnumerable<uint> ingress) : DuplicateMember
{
    private readonly HashSet<ulong> _ingress = [.. ingress.Select(static index => (ulong)index)];

    // Records of one interface come in runs.
    private ulong _latest;
    private bool _latestCounts;
    private bool _hasLatest;

    /// <inheritdoc/>
    public override bool Counts(in FlowRecord record, long eventTime)
    {
        if (!_hasLatest || record.Input != _latest)
        {
            _latest = record.Input;
            _latestCounts = _ingress.Contains(record.Input);
            _hasLatest = true;
        }

        return _latestCounts;
    }
}
