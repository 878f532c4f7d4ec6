using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>What a session makes of a datagram.</summary>
/// <param name="Action">What to do now.</param>
/// <param name="Pdu">The answer, when it is one.</param>
/// <param name="Failure">Why, when it is refused.</param>
/// <param name="Detail">What a person needs to know.</param>
internal readonly record struct SessionAnswer(SessionAction Action, SnmpPdu? Pdu, SnmpFailure Failure, string Detail)
{
    internal static SessionAnswer Resend => new(SessionAction.Resend, null, SnmpFailure.None, "");

    internal static SessionAnswer Answer(SnmpPdu pdu) => new(SessionAction.Answer, pdu, SnmpFailure.None, "");

    internal static SessionAnswer Ignore(SnmpFailure failure, string detail) => new(SessionAction.Ignore, null, failure, detail);

    internal static SessionAnswer Fail(SnmpFailure failure, string detail) => new(SessionAction.Fail, null, failure, detail);
}
