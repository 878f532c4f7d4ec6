namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>An address in a ranked list, with its values and, where there is one, its next hop.</summary>
internal sealed class RankedRow(string address, long[] values, string nextHop)
{
    /// <summary>The address.</summary>
    public string Address { get; } = address;

    /// <summary>The values in the order of the measurement's fields; the first ranks, the third decides between equals.</summary>
    public long[] Values { get; } = values;

    /// <summary>The next hop; empty where none is known.</summary>
    public string NextHop { get; } = nextHop;

    /// <summary>Order of the list: more first.</summary>
    public static int Compare(RankedRow left, RankedRow right)
    {
        int order = right.Values[0].CompareTo(left.Values[0]);
        order = order == 0 && left.Values.Length > 2 ? right.Values[2].CompareTo(left.Values[2]) : order;
        return order == 0 ? string.CompareOrdinal(left.Address, right.Address) : order;
    }
}
