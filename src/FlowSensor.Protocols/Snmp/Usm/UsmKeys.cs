namespace FlowSensor.Protocols.Snmp.Usm;

/// <summary>A user's keys, localised for one engine.</summary>
public sealed class UsmKeys
{
    internal UsmKeys(UsmAuthentication authentication, byte[] authenticationKey, UsmPrivacy privacy, byte[] privacyKey)
    {
        Authentication = authentication;
        AuthenticationKey = authenticationKey;
        Privacy = privacy;
        PrivacyKey = privacyKey;
    }

    /// <summary>Authentication protocol.</summary>
    public UsmAuthentication Authentication { get; }

    /// <summary>Privacy protocol.</summary>
    public UsmPrivacy Privacy { get; }

    internal byte[] AuthenticationKey { get; }

    internal byte[] PrivacyKey { get; }

    /// <summary>The message flags that these keys stand for.</summary>
    public SnmpMessageFlags Flags =>
        (Authentication == UsmAuthentication.None ? SnmpMessageFlags.None : SnmpMessageFlags.Authenticated)
        | (Privacy == UsmPrivacy.None ? SnmpMessageFlags.None : SnmpMessageFlags.Private);
}
