namespace FlowSensor.Engine.Replay;

/// <summary>What a capture file holds for the sensor.</summary>
public enum CaptureKind
{
    /// <summary>Decided by looking at the file's first packets.</summary>
    Auto,

    /// <summary>Export datagrams of routers.</summary>
    Exports,

    /// <summary>Packets to be metered and inspected here.</summary>
    Packets,
}
