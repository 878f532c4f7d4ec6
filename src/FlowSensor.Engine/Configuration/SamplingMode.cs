namespace FlowSensor.Engine.Configuration;

/// <summary>How a configured sampling interval relates to one that the exporter announces.</summary>
public enum SamplingMode
{
    /// <summary>Holds where the exporter announces none.</summary>
    Default,

    /// <summary>Holds always.</summary>
    Override,
}
