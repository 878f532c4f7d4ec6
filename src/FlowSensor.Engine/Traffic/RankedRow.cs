using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Traffic;

/// <summary>What a row is ranked by in top lists: more flows, then more octets, then the lower addresses.</summary>
internal readonly record struct RankedRow(ulong Flows, ulong Octets, IpAddress Source, IpAddress Destination, uint Row) : IComparable<RankedRow>
{
    /// <summary>Negative where this row stands above the other.</summary>
    public int CompareTo(RankedRow other) => CompareTo(in other);

    /// <summary>Negative where this row stands above the other.</summary>
    public int CompareTo(in RankedRow other)
    {
        if (Flows != other.Flows)
        {
            return other.Flows.CompareTo(Flows);
        }

        int order = other.Octets.CompareTo(Octets);
        order = order != 0 ? order : Source.CompareTo(other.Source);
        return order != 0 ? order : Destination.CompareTo(other.Destination);
    }

    public static bool operator <(RankedRow left, RankedRow right) => left.CompareTo(right) < 0;

    public static bool operator >(RankedRow left, RankedRow right) => left.CompareTo(right) > 0;

    public static bool operator <=(RankedRow left, RankedRow right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RankedRow left, RankedRow right) => left.CompareTo(right) >= 0;
}
