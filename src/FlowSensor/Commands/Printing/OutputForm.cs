namespace FlowSensor.Commands.Printing;

/// <summary>How a command prints its answer.</summary>
internal enum OutputForm
{
    /// <summary>A table to read.</summary>
    Table,

    /// <summary>One JSON document, or one object a line for records.</summary>
    Json,

    /// <summary>Comma separated values with a line of names.</summary>
    Csv,
}
