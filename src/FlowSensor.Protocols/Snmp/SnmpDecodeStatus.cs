namespace FlowSensor.Protocols.Snmp;

/// <summary>What became of an SNMP message.</summary>
public enum SnmpDecodeStatus
{
    /// <summary>Decoded.</summary>
    Ok,

    /// <summary>The BER structure is broken, truncated, of indefinite length (RFC 3417 8), or not what the ASN.1 says.</summary>
    Malformed,

    /// <summary>Octets follow the message.</summary>
    TrailingOctets,

    /// <summary>The version field names no version known here, or another one than asked for.</summary>
    UnsupportedVersion,

    /// <summary>A PDU kind that a manager does not take.</summary>
    UnsupportedPdu,

    /// <summary>A number does not fit its type (RFC 2578 7.1): more than 32 or 64 bits.</summary>
    NumberTooLarge,

    /// <summary>A name has more than 128 arcs, an arc over 32 bits, or is empty.</summary>
    BadName,

    /// <summary>More bindings than a datagram can hold.</summary>
    TooManyVarBinds,

    /// <summary>A security model other than USM (RFC 3411 5).</summary>
    UnsupportedSecurityModel,

    /// <summary>The message digest is not the one the key gives (RFC 3414 6.3.2).</summary>
    WrongDigest,

    /// <summary>The scoped PDU cannot be decrypted (RFC 3414 8.3.2).</summary>
    DecryptionFailed,
}
