namespace FlowSensor.Protocols.Flows.Encoding;

/// <summary>How flow records are sent.</summary>
public sealed record FlowEncoderOptions
{
    /// <summary>The format.</summary>
    public ExportProtocol Protocol { get; init; } = ExportProtocol.Ipfix;

    /// <summary>Observation domain of the stream (source id in v9, engine type and id in v5).</summary>
    public uint ObservationDomainId { get; init; }

    /// <summary>
    /// Octets of a datagram at most. With IPv6 and UDP headers 1,400 stays under the 1,500 of Ethernet, tunnels included; RFC 7011 10.3.3 asks to stay
    /// under the path's MTU.
    /// </summary>
    public int MaxDatagram { get; init; } = 1_400;

    /// <summary>Templates are repeated after so many datagrams, and after <see cref="TemplateInterval"/>.</summary>
    public int TemplateDatagrams { get; init; } = 64;

    /// <summary>Longest time between templates while there is something to send (RFC 7011 8.4: repeated, as datagrams get lost).</summary>
    public TimeSpan TemplateInterval { get; init; } = TimeSpan.FromSeconds(60);
}
