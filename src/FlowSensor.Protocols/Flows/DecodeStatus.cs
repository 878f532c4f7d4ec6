namespace FlowSensor.Protocols.Flows;

/// <summary>What became of a datagram. A new reason to refuse is a new member; it becomes a metric tag and a ledger cause by itself.</summary>
public enum DecodeStatus
{
    /// <summary>Every set was walked and every record emitted.</summary>
    Ok,

    /// <summary>The version field names no format that is decoded here.</summary>
    UnsupportedVersion,

    /// <summary>Shorter than its fixed header.</summary>
    TruncatedHeader,

    /// <summary>The header's record count does not fit the datagram's length (v1, v5, v7).</summary>
    BadCount,

    /// <summary>A set is shorter than its header or longer than what is left (RFC 3954 5.1, RFC 7011 3.3.2).</summary>
    BadSetLength,

    /// <summary>The message length field disagrees with the datagram (RFC 7011 3.1).</summary>
    BadMessageLength,

    /// <summary>A template cannot be used: no fields, records of zero octets, too many fields, id under 256.</summary>
    BadTemplate,

    /// <summary>A record runs past the end of its set.</summary>
    TruncatedRecord,

    /// <summary>At least one data set waits for, or lacks, its template; all else was emitted.</summary>
    UnknownTemplate,
}
