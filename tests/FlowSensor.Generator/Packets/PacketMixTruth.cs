namespace FlowSensor.Generator.Packets;

/// <summary>The exact account of generated packets.</summary>
internal sealed class PacketMixTruth
{
    /// <summary>Packets written.</summary>
    public long Packets { get; set; }

    /// <summary>Octets of the IP packets.</summary>
    public long Octets { get; set; }

    /// <summary>DNS queries.</summary>
    public long DnsQueries { get; set; }

    /// <summary>DNS responses.</summary>
    public long DnsResponses { get; set; }

    /// <summary>SMTP sessions whose handshake is complete.</summary>
    public long SmtpSessions { get; set; }

    /// <summary>Packets of SMTP sessions.</summary>
    public long SmtpPackets { get; set; }
}
