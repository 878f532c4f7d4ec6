namespace FlowSensor.Engine.Inspection;

/// <summary>Where a host stands in a <see cref="HostTable{TCounters}"/>, once it was looked for. Hosts never leave a table, and one that found no room never gets any.</summary>
internal struct HostPlace
{
    public const int Unknown = 0;
    public const int Unlisted = -1;

    /// <summary>Number of the row plus one, <see cref="Unknown"/> or <see cref="Unlisted"/>.</summary>
    public int Number;
}
