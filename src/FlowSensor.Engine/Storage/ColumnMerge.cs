namespace FlowSensor.Engine.Storage;

/// <summary>What happens to a column when its row is there already: a sensor that was restarted writes the rest of a span.</summary>
internal enum ColumnMerge
{
    /// <summary>Part of the row's key.</summary>
    Key,

    /// <summary>The two values are added.</summary>
    Sum,

    /// <summary>The greater stays.</summary>
    Max,

    /// <summary>The lesser stays.</summary>
    Min,

    /// <summary>The newer replaces the older.</summary>
    Last,

    /// <summary>The newer text replaces the older unless it is empty.</summary>
    LastFilled,
}
