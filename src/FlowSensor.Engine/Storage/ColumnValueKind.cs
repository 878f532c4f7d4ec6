namespace FlowSensor.Engine.Storage;

/// <summary>What a <see cref="ColumnValue"/> is.</summary>
internal enum ColumnValueKind
{
    /// <summary>Nothing.</summary>
    Null,

    /// <summary>An integer of 64 bits.</summary>
    Integer,

    /// <summary>A real number.</summary>
    Real,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Octets.</summary>
    Octets,

    /// <summary>An address, stored as <see cref="AddressBlob"/> does.</summary>
    Address,
}
