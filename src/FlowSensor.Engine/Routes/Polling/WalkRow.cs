using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>A row of which not all columns have been read.</summary>
internal sealed class WalkRow(int columns)
{
    private ObjectIdentifier _name;
    private int _rootLength;

    internal SnmpValue[] Cells { get; } = new SnmpValue[columns];

    internal ReadOnlySpan<uint> Index => _name.Arcs[_rootLength..];

    internal WalkRow Reset(ObjectIdentifier name, int rootLength)
    {
        _name = name;
        _rootLength = rootLength;
        Array.Clear(Cells);
        return this;
    }
}
