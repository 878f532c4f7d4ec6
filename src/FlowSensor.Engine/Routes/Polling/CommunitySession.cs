using FlowSensor.Protocols.Snmp;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>SNMPv1 and v2c: a community in clear, answers paired by request id.</summary>
internal sealed class CommunitySession(SnmpTarget target) : ISnmpSession
{
    public byte[] Encode(SnmpPdu pdu, TimeSpan now) => new CommunityMessage(target.Version, target.Community, pdu).Encode();

    public SessionAnswer Open(ReadOnlySpan<byte> datagram, SnmpPdu request, TimeSpan now)
    {
        SnmpDecodeStatus status = CommunityMessage.Decode(datagram, out CommunityMessage? message);
        if (status != SnmpDecodeStatus.Ok)
        {
            return SessionAnswer.Ignore(SnmpFailure.Malformed, $"an answer cannot be decoded ({status})");
        }

        bool ours = message!.Version == target.Version
            && message.Community == target.Community
            && message.Pdu.Type == SnmpPduType.Response
            && message.Pdu.RequestId == request.RequestId;
        return ours ? SessionAnswer.Answer(message.Pdu) : SessionAnswer.Ignore(SnmpFailure.None, "an answer belongs to no request");
    }
}
