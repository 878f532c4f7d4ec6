namespace FlowSensor.Protocols.Snmp.Usm;

/// <summary>Privacy protocols of USM.</summary>
public enum UsmPrivacy
{
    /// <summary>No privacy.</summary>
    None,

    /// <summary>CBC-DES (RFC 3414 8), only to talk to old devices.</summary>
    Des,

    /// <summary>CFB128-AES-128 (RFC 3826).</summary>
    Aes128,

    /// <summary>AES-192, short keys extended by hashing the key (draft-blumenthal-aes-usm-04 3.1.2.1).</summary>
    Aes192,

    /// <summary>AES-256, short keys extended by hashing the key (draft-blumenthal-aes-usm-04 3.1.2.1).</summary>
    Aes256,

    /// <summary>AES-192 as Cisco has it: short keys extended by localising again (draft-reeder-snmpv3-usm-3desede-00 2.1).</summary>
    Aes192Cisco,

    /// <summary>AES-256 as Cisco has it: short keys extended by localising again (draft-reeder-snmpv3-usm-3desede-00 2.1).</summary>
    Aes256Cisco,
}
