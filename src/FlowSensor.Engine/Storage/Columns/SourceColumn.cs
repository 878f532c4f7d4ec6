namespace FlowSensor.Engine.Storage.Columns;

/// <summary>A column of the sources of a span; the numbers are stored.</summary>
internal enum SourceColumn
{
    /// <summary>Addresses, in their order; the rows of the other columns are theirs.</summary>
    Address = 0,

    /// <summary>Flow records.</summary>
    Flows = 1,

    /// <summary>Packets as observed.</summary>
    Packets = 2,

    /// <summary>Octets as observed.</summary>
    Octets = 3,

    /// <summary>Packets multiplied by the sampling interval.</summary>
    EstimatedPackets = 4,

    /// <summary>Octets multiplied by the sampling interval.</summary>
    EstimatedOctets = 5,

    /// <summary>Distinct destinations.</summary>
    Destinations = 6,

    /// <summary>Packets with nothing but SYN.</summary>
    SynPackets = 7,

    /// <summary>When it was first seen.</summary>
    First = 8,

    /// <summary>When it was last seen.</summary>
    Last = 9,

    /// <summary>Next hop.</summary>
    NextHop = 10,
}
