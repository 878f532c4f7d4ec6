namespace FlowSensor.Engine.Traffic;

/// <summary>What a distribution counts.</summary>
public enum BandSubject
{
    /// <summary>Sources.</summary>
    Source,

    /// <summary>Pairs of source and destination.</summary>
    Pair,
}
