using FlowSensor.Engine.Reports;

namespace FlowSensor.Engine.Storage.Columns;

/// <summary>What there is to say about columns: their names in <c>sources</c>, how spans are put together, and which ones an order needs.</summary>
internal static class SourceColumns
{
    private static readonly string[] Names =
        ["source", "flows", "packets", "octets", "estimated_packets", "estimated_octets", "destinations", "syn_packets", "first", "last", "next_hop"];

    /// <summary>Every column, in the order of their numbers.</summary>
    public static IReadOnlyList<SourceColumn> All { get; } = Enum.GetValues<SourceColumn>();

    /// <summary>Its name in the table of sources.</summary>
    public static string NameOf(SourceColumn column) => Names[(int)column];

    /// <summary>How the values that two spans have of a source become one.</summary>
    public static ColumnMerge MergeOf(SourceColumn column) => column switch
    {
        SourceColumn.Address => ColumnMerge.Key,
        SourceColumn.Destinations or SourceColumn.Last or SourceColumn.NextHop => ColumnMerge.Max,
        SourceColumn.First => ColumnMerge.Min,
        _ => ColumnMerge.Sum,
    };

    /// <summary>What a column's values are counted from: times from the start of their span, so that they are short.</summary>
    public static long BaseOf(SourceColumn column, long start) => column is SourceColumn.First or SourceColumn.Last ? start : 0;

    /// <summary>The column that an order is by.</summary>
    public static SourceColumn By(SourceOrder order) => order switch
    {
        SourceOrder.Packets => SourceColumn.Packets,
        SourceOrder.Octets => SourceColumn.Octets,
        SourceOrder.Destinations => SourceColumn.Destinations,
        SourceOrder.Last => SourceColumn.Last,
        SourceOrder.Source => SourceColumn.Address,
        _ => SourceColumn.Flows,
    };

    /// <summary>What must be known to put sources in an order: what it is by, and what decides among equals.</summary>
    public static IReadOnlyList<SourceColumn> NeededFor(SourceOrder order) =>
        order == SourceOrder.Source ? [SourceColumn.Address] : [.. ((SourceColumn[])[SourceColumn.Address, SourceColumn.Flows, SourceColumn.Octets, By(order)]).Distinct().Order()];
}
