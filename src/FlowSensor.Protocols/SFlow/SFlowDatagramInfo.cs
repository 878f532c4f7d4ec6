using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Protocols.SFlow;

/// <summary>The header of an sFlow datagram, and what its samples were.</summary>
public struct SFlowDatagramInfo
{
    /// <summary>The agent's own address, which may differ from the address the datagram came from.</summary>
    public IpAddress AgentAddress { get; internal set; }

    /// <summary>Tells apart datagram streams of one agent.</summary>
    public uint SubAgentId { get; internal set; }

    /// <summary>Counts the datagrams of a sub-agent.</summary>
    public uint SequenceNumber { get; internal set; }

    /// <summary>Milliseconds since the agent started.</summary>
    public uint UptimeMs { get; internal set; }

    /// <summary>Samples that were walked.</summary>
    public int Samples { get; internal set; }

    /// <summary>Flow samples, each given to the sink as one record.</summary>
    public int FlowSamples { get; internal set; }

    /// <summary>Counter samples, which are only counted.</summary>
    public int CounterSamples { get; internal set; }

    /// <summary>Samples of formats that are not read (vendor formats, discarded packets).</summary>
    public int UnknownSamples { get; internal set; }

    /// <summary>Flow samples without addresses: nothing of IP was sampled.</summary>
    public int SamplesWithoutIp { get; internal set; }
}
