namespace FlowSensor.Engine.Detection;

/// <summary>What speaks for a source's address being its own.</summary>
public enum HandshakeEvidence
{
    /// <summary>Nothing was seen that could tell.</summary>
    None,

    /// <summary>Completed TCP connections, or answers both ways: the address is not forged.</summary>
    Established,

    /// <summary>TCP flows that never went past SYN: the address can be forged.</summary>
    SynOnly,

    /// <summary>Datagrams in one direction only: the address can be forged.</summary>
    OneWay,
}
