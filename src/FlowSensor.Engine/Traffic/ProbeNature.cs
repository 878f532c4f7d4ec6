namespace FlowSensor.Engine.Traffic;

/// <summary>What a flow that speaks for floods, scans or reflection looks like.</summary>
internal enum ProbeNature : byte
{
    /// <summary>Ordinary.</summary>
    None,

    /// <summary>TCP that never went past SYN.</summary>
    Syn,

    /// <summary>TCP of a server that answered SYN and heard no more.</summary>
    SynAnswer,

    /// <summary>One or two datagrams to a port that no well-known question goes to.</summary>
    Datagram,

    /// <summary>Echo requests.</summary>
    Echo,

    /// <summary>Echo replies.</summary>
    EchoReply,

    /// <summary>Large answers of a UDP service that amplifies.</summary>
    Reflection,
}
