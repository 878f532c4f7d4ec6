using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>Takes the rows of a walk, in the order of their index.</summary>
public interface IWalkSink
{
    /// <summary>One row.</summary>
    /// <param name="index">The arcs behind the column's name.</param>
    /// <param name="cells">One value a column, in the order asked for; missing ones have <see cref="SnmpValue.IsMissing"/>.</param>
    void OnRow(ReadOnlySpan<uint> index, ReadOnlySpan<SnmpValue> cells);
}
