namespace FlowSensor.Engine.Reports;

/// <summary>What a curve of traffic shows.</summary>
public enum TrafficMeasure
{
    /// <summary>Flow records a second.</summary>
    Flows,

    /// <summary>Packets a second, as observed.</summary>
    Packets,

    /// <summary>Octets a second, as observed.</summary>
    Octets,

    /// <summary>Packets a second, multiplied by the sampling interval.</summary>
    EstimatedPackets,

    /// <summary>Octets a second, multiplied by the sampling interval.</summary>
    EstimatedOctets,

    /// <summary>Different sources in a window.</summary>
    Sources,
}
