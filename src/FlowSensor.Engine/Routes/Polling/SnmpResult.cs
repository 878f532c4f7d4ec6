using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>An answer, or why there is none.</summary>
/// <param name="Failure">None when there is an answer.</param>
/// <param name="Detail">What a person needs to know about the failure.</param>
/// <param name="Pdu">The answer.</param>
/// <param name="Octets">Size of the answer's datagram.</param>
public readonly record struct SnmpResult(SnmpFailure Failure, string Detail, SnmpPdu? Pdu, int Octets)
{
    /// <summary>A failure.</summary>
    public static SnmpResult Failed(SnmpFailure failure, string detail) => new(failure, detail, null, 0);
}
