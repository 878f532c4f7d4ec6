namespace FlowSensor.Engine.Output.Spool;

/// <summary>What an append does when the spool has no room.</summary>
internal enum SpoolWhenFull
{
    /// <summary>The oldest segment goes, counted: a running sensor must not wait for a database.</summary>
    DropOldest,

    /// <summary>The append waits: a replay can be as slow as its outputs.</summary>
    Wait,
}
