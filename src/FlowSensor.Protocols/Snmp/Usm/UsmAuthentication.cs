namespace FlowSensor.Protocols.Snmp.Usm;

/// <summary>Authentication protocols of USM (RFC 3414 6 and 7, RFC 7860 4).</summary>
public enum UsmAuthentication
{
    /// <summary>No authentication.</summary>
    None,

    /// <summary>HMAC-MD5-96, for old devices.</summary>
    Md5,

    /// <summary>HMAC-SHA-96.</summary>
    Sha1,

    /// <summary>HMAC-128-SHA-224.</summary>
    Sha224,

    /// <summary>HMAC-192-SHA-256.</summary>
    Sha256,

    /// <summary>HMAC-256-SHA-384.</summary>
    Sha384,

    /// <summary>HMAC-384-SHA-512.</summary>
    Sha512,
}
