namespace FlowSensor.Protocols.Dns;

/// <summary>What reading a DNS message came to. Everything but <see cref="Ok"/> and <see cref="Cut"/> is malformed.</summary>
public enum DnsReadStatus
{
    /// <summary>Header, question and all announced records were walked.</summary>
    Ok,

    /// <summary>The capture ends before the message does; what was there is sound and the header and first question are read.</summary>
    Cut,

    /// <summary>Fewer than the twelve octets of the header (RFC 1035 4.1.1), or a cut inside header or question.</summary>
    TruncatedHeader,

    /// <summary>The question section runs past the end of the message (RFC 1035 4.1.2).</summary>
    TruncatedQuestion,

    /// <summary>A label length with the reserved top bits 01 or 10 (RFC 1035 4.1.4, RFC 6891 5).</summary>
    BadLabel,

    /// <summary>A name longer than 255 octets (RFC 1035 2.3.4).</summary>
    NameTooLong,

    /// <summary>A compression pointer that does not point to an earlier place, or too many of them (RFC 1035 4.1.4).</summary>
    BadPointer,

    /// <summary>A resource record runs past the end of the message (RFC 1035 4.1.3).</summary>
    TruncatedRecord,
}
