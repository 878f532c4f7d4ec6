namespace FlowSensor.Protocols.Flows;

/// <summary>How a datagram's sequence number stands to the one that was expected.</summary>
public enum SequenceOrder
{
    /// <summary>As expected, or the first.</summary>
    Next,

    /// <summary>Datagrams are missing before it.</summary>
    Gap,

    /// <summary>It fills a gap: it was overtaken on the way.</summary>
    Reordered,

    /// <summary>It came before.</summary>
    Duplicate,

    /// <summary>The exporter started over.</summary>
    Restart,
}
