namespace FlowSensor.Engine.Traffic;

/// <summary>The exact set of services and directions that a flow matches.</summary>
/// <param name="Members">Indexes of the services and directions, ascending.</param>
/// <param name="PairMembers">Those of them that keep pairs.</param>
/// <param name="IsSyn">True where the flow never went past SYN.</param>
internal sealed record TrafficClass(int[] Members, ushort[] PairMembers, bool IsSyn)
{
    /// <summary>In place of a service index where a class keeps no pairs.</summary>
    public const ushort NoPairs = ushort.MaxValue;

    /// <summary>True where the class holds that service and direction.</summary>
    public bool Holds(int serviceDirection) => Array.BinarySearch(Members, serviceDirection) >= 0;
}
