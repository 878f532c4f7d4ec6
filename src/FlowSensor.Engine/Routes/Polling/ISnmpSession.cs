using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>What differs between community-based SNMP and SNMPv3: how a PDU is wrapped and an answer opened.</summary>
internal interface ISnmpSession
{
    /// <summary>Wraps the next request. May be a discovery request instead, when the session must learn something first.</summary>
    /// <param name="pdu">The request.</param>
    /// <param name="now">Monotonic time.</param>
    byte[] Encode(SnmpPdu pdu, TimeSpan now);

    /// <summary>Opens a datagram that came while the request waits.</summary>
    SessionAnswer Open(ReadOnlySpan<byte> datagram, SnmpPdu request, TimeSpan now);
}
