namespace FlowSensor.Protocols.Snmp;

/// <summary>A request, response or report (RFC 3416 3).</summary>
/// <param name="Type">The kind.</param>
/// <param name="RequestId">Number that pairs answer and request.</param>
/// <param name="ErrorStatus">Error status of a response; non-repeaters of a GETBULK.</param>
/// <param name="ErrorIndex">Index (from 1) of the binding in error; max-repetitions of a GETBULK.</param>
/// <param name="VarBinds">The bindings.</param>
public sealed record SnmpPdu(SnmpPduType Type, int RequestId, int ErrorStatus, int ErrorIndex, IReadOnlyList<VarBind> VarBinds)
{
    /// <summary>Most bindings taken from one message: a 65,507-octet datagram cannot hold more of them.</summary>
    public const int MaximumVarBinds = 16_384;
}
