using System.Security.Cryptography;
using FlowSensor.Protocols.Snmp;
using FlowSensor.Protocols.Snmp.Usm;

namespace FlowSensor.Engine.Routes.Polling;

/// <summary>SNMPv3 with one agent: engine discovery, time window, reports (RFC 3414 3.2, 4).</summary>
internal sealed class UsmSession(SnmpTarget target) : ISnmpSession
{
    // RFC 3414 2.2.3.
    private static readonly TimeSpan TimeWindow = TimeSpan.FromSeconds(150);

    private readonly UsmUser _user = target.User ?? throw new ArgumentException("SNMPv3 needs a user.", nameof(target));

    private byte[] _engineId = [];
    private UsmKeys? _keys;
    private int _boots;
    private int _engineTime;
    private TimeSpan _timeLearned;
    private int _messageId = RandomNumberGenerator.GetInt32(1, int.MaxValue / 2);
    private ulong _salt = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private SnmpPdu? _learningFor;
    private int _learned;

    public byte[] Encode(SnmpPdu pdu, TimeSpan now)
    {
        _messageId = _messageId == int.MaxValue ? 1 : _messageId + 1;
        if (_keys is null)
        {
            // RFC 3414 4: an empty engine id and no security make the agent report its engine id.
            return new SnmpV3Message(
                _messageId, SnmpMessageFlags.Reportable, UsmParameters.Discovery, [], "", pdu with { Type = SnmpPduType.Get, VarBinds = [] })
                .Encode(null, 0);
        }

        var security = new UsmParameters(_engineId, _boots, EngineTime(now), _user.Name, [], []);
        return new SnmpV3Message(_messageId, _keys.Flags | SnmpMessageFlags.Reportable, security, _engineId, target.ContextName, pdu)
            .Encode(_keys, ++_salt);
    }

    public SessionAnswer Open(ReadOnlySpan<byte> datagram, SnmpPdu request, TimeSpan now)
    {
        SnmpDecodeStatus status = SnmpV3Message.Decode(datagram, _keys, out SnmpV3Message? message);
        if (status is SnmpDecodeStatus.WrongDigest or SnmpDecodeStatus.DecryptionFailed)
        {
            return SessionAnswer.Ignore(
                status == SnmpDecodeStatus.WrongDigest ? SnmpFailure.WrongPassword : SnmpFailure.WrongPrivacy,
                $"an answer fails its check ({status})");
        }

        if (status != SnmpDecodeStatus.Ok)
        {
            return SessionAnswer.Ignore(SnmpFailure.Malformed, $"an answer cannot be decoded ({status})");
        }

        if (message!.MessageId != _messageId)
        {
            return SessionAnswer.Ignore(SnmpFailure.None, "an answer belongs to no request");
        }

        if (message.Pdu.Type == SnmpPduType.Report)
        {
            return OpenReport(message, request, now);
        }

        bool ours = _keys is not null
            && message.Pdu.Type == SnmpPduType.Response
            && message.Pdu.RequestId == request.RequestId
            && (message.Flags & ~SnmpMessageFlags.Reportable) == _keys.Flags
            && message.Security.EngineId.AsSpan().SequenceEqual(_engineId)
            && message.Security.UserName == _user.Name;
        if (!ours)
        {
            return SessionAnswer.Ignore(SnmpFailure.None, "an answer belongs to no request or has another security level");
        }

        if (message.Flags.HasFlag(SnmpMessageFlags.Authenticated) && !IsTimely(message.Security, now))
        {
            return SessionAnswer.Ignore(SnmpFailure.NotInTimeWindow, "an answer is older than the time window of 150 s");
        }

        return SessionAnswer.Answer(message.Pdu);
    }

    private SessionAnswer OpenReport(SnmpV3Message message, SnmpPdu request, TimeSpan now)
    {
        if (message.Pdu.VarBinds.Count == 0)
        {
            return SessionAnswer.Ignore(SnmpFailure.Malformed, "a report is empty");
        }

        UsmReport report = UsmReports.Of(message.Pdu.VarBinds[0].Name);
        if (report is UsmReport.UnknownEngineId or UsmReport.NotInTimeWindow && !MayLearn(request))
        {
            return report == UsmReport.UnknownEngineId
                ? SessionAnswer.Fail(SnmpFailure.UnknownEngine, "the agent keeps reporting an unknown engine id")
                : SessionAnswer.Fail(SnmpFailure.NotInTimeWindow, "engine boots and time still differ after synchronising with the agent");
        }

        switch (report)
        {
            case UsmReport.UnknownEngineId:
                return LearnEngine(message.Security, now);
            case UsmReport.NotInTimeWindow when message.Flags.HasFlag(SnmpMessageFlags.Authenticated):
                // RFC 3414 3.2 7b: only an authentic report may move our notion of the agent's time.
                LearnTime(message.Security, now);
                return SessionAnswer.Resend;
            case UsmReport.NotInTimeWindow:
                return SessionAnswer.Ignore(SnmpFailure.NotInTimeWindow, "the agent reports a wrong engine time without proof");
            case UsmReport.UnknownUserName:
                return SessionAnswer.Fail(SnmpFailure.UnknownUser, $"the agent does not know the user '{_user.Name}'");
            case UsmReport.WrongDigest:
                return SessionAnswer.Fail(
                    SnmpFailure.WrongPassword, $"the agent refuses the authentication password of '{_user.Name}' ({_user.Authentication})");
            case UsmReport.DecryptionError:
                return SessionAnswer.Fail(SnmpFailure.WrongPrivacy, $"the agent cannot decrypt: check privacy password and protocol ({_user.Privacy})");
            case UsmReport.UnsupportedSecurityLevel:
                return SessionAnswer.Fail(
                    SnmpFailure.UnsupportedSecurityLevel, $"the agent does not support {_user.Authentication}/{_user.Privacy} for '{_user.Name}'");
            default:
                return SessionAnswer.Fail(SnmpFailure.AgentError, $"the agent reports {message.Pdu.VarBinds[0].Name}");
        }
    }

    private SessionAnswer LearnEngine(UsmParameters security, TimeSpan now)
    {
        // RFC 3411 5: 5 to 32 octets.
        if (security.EngineId.Length is < 5 or > 32)
        {
            return SessionAnswer.Fail(SnmpFailure.UnknownEngine, "the agent reports an engine id that is not 5 to 32 octets long");
        }

        _engineId = security.EngineId;
        _keys = _user.Localize(_engineId);
        // Not authentic yet: a wrong value costs one authentic report, which then corrects it.
        LearnTime(security, now);
        return SessionAnswer.Resend;
    }

    private void LearnTime(UsmParameters security, TimeSpan now)
    {
        _boots = security.Boots;
        _engineTime = security.Time;
        _timeLearned = now;
    }

    // RFC 3414 3.2 7b: newer values are taken over, older ones than the window refused.
    private bool IsTimely(UsmParameters security, TimeSpan now)
    {
        int expected = EngineTime(now);
        if (security.Boots < _boots || (security.Boots == _boots && security.Time < expected - (int)TimeWindow.TotalSeconds))
        {
            return false;
        }

        if (security.Boots > _boots || security.Time > expected)
        {
            LearnTime(security, now);
        }

        return true;
    }

    private int EngineTime(TimeSpan now) => (int)Math.Min(int.MaxValue, _engineTime + (long)(now - _timeLearned).TotalSeconds);

    // One request learns the engine once and the time once or twice; more would be an endless exchange.
    private bool MayLearn(SnmpPdu request)
    {
        if (!ReferenceEquals(_learningFor, request))
        {
            _learningFor = request;
            _learned = 0;
        }

        return ++_learned <= 3;
    }
}
