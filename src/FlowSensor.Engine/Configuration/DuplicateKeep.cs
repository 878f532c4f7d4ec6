namespace FlowSensor.Engine.Configuration;

/// <summary>Whose records of a flow count, where several exporters see it.</summary>
public enum DuplicateKeep
{
    /// <summary>Those of the first exporter of the list that is alive.</summary>
    Exporter,

    /// <summary>Those of the named interfaces by which traffic enters.</summary>
    Interface,

    /// <summary>Those of the exporter that reported the flow first.</summary>
    FirstSeen,
}
