using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>How far one column has been read.</summary>
internal sealed class WalkColumn(ObjectIdentifier root, int position)
{
    internal ObjectIdentifier Root { get; } = root;

    /// <summary>Which cell of a row it fills.</summary>
    internal int Position { get; } = position;

    /// <summary>The last name read; the root before the first.</summary>
    internal ObjectIdentifier Cursor { get; set; } = root;

    internal bool IsFinished { get; set; }

    /// <summary>Index arcs of the last name read; empty before the first.</summary>
    internal ReadOnlySpan<uint> Index => Cursor.Arcs[Root.Length..];
}
