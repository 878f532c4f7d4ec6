namespace FlowSensor.Protocols.Snmp.Usm;

/// <summary>The security parameters of the user-based security model (RFC 3414 2.4).</summary>
/// <param name="EngineId">snmpEngineID of the authoritative engine, 5-32 octets; empty while it is being discovered.</param>
/// <param name="Boots">Number of its restarts.</param>
/// <param name="Time">Seconds since its last restart.</param>
/// <param name="UserName">The user, at most 32 octets.</param>
/// <param name="Digest">Authentication parameters: the truncated HMAC.</param>
/// <param name="Salt">Privacy parameters: eight octets.</param>
public sealed record UsmParameters(byte[] EngineId, int Boots, int Time, string UserName, byte[] Digest, byte[] Salt)
{
    /// <summary>The parameters of a discovery request (RFC 3414 4).</summary>
    public static UsmParameters Discovery { get; } = new([], 0, 0, "", [], []);
}
