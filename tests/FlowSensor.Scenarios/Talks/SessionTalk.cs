using System.Buffers.Text;
using FlowSensor.Generator.Packets;
using FlowSensor.Scenarios.Feeding;

namespace FlowSensor.Scenarios.Talks;

/// <summary>A TCP session that follows a script.</summary>
internal sealed class SessionTalk : Talk
{
    /// <summary>Data packets of a run that go before the sender waits for the acknowledgments.</summary>
    public const int PacketsPerTurn = 16;

    private byte[] _patched = [];
    private int _step;
    private int _inStep;
    private int _turns;
    private uint _clientNext;
    private uint _serverNext;

    /// <summary>The ends as the client's packets have them.</summary>
    public required Ends Ends { get; init; }

    /// <summary>What is said.</summary>
    public required TalkScript Script { get; init; }

    /// <summary>Milliseconds there and back.</summary>
    public required int RoundTrip { get; init; }

    /// <summary>Number of the talk: the names said in it are of this number.</summary>
    public required uint Number { get; init; }

    /// <inheritdoc/>
    public override int Step(FrameBuilder frames, out ReadOnlySpan<byte> frame)
    {
        ScriptStep step = Script.Steps[_step];
        if (_step == 0 && _inStep == 0)
        {
            (_clientNext, _serverNext) = (Number * 2_654_435_761, Number * 2_246_822_519);
        }

        // Two packets of a run, then the other side's acknowledgment.
        bool isAcknowledgment = step.Repeat > 1 && _inStep % 3 == 2;
        frame = isAcknowledgment
            ? Packet(frames, !step.FromClient, TcpFlag.Ack, [])
            : Packet(frames, step.FromClient, step.Flags, step.PatchAt < 0 ? step.Payload : Patch(step));
        _inStep++;
        int wait = 0;
        if (_inStep < step.Packets)
        {
            if (_inStep % (PacketsPerTurn * 3 / 2) == 0)
            {
                wait = HalfWay();
            }

            return wait;
        }

        _inStep = 0;
        if (++_step == Script.Steps.Length)
        {
            return -1;
        }

        ScriptStep next = Script.Steps[_step];
        return next.Gap + (next.FromClient != step.FromClient ? HalfWay() : 0);
    }

    /// <inheritdoc/>
    public override void Meter(FlowMeter meter)
    {
        long last = Time + Script.Gaps + ((long)Script.Turns * RoundTrip / 2);
        meter.Tcp(Ends, Script.Client, Time, last);
        meter.Tcp(Ends.Back, Script.Server, Math.Min(last, Time + (RoundTrip / 2)), last);
    }

    // Half the round trip each time, the odd millisecond every other time.
    private int HalfWay() => (RoundTrip + (_turns++ & 1)) / 2;

    private byte[] Patch(ScriptStep step)
    {
        if (_patched.Length != step.Payload.Length)
        {
            _patched = new byte[step.Payload.Length];
        }

        step.Payload.CopyTo(_patched, 0);
        Utf8Formatter.TryFormat(Number % 100_000_000, _patched.AsSpan(step.PatchAt), out _, new System.Buffers.StandardFormat('D', ScriptStep.PatchDigits));
        return _patched;
    }

    private ReadOnlySpan<byte> Packet(FrameBuilder frames, bool fromClient, byte flags, byte[] payload)
    {
        uint took = (uint)payload.Length + ((flags & 0x03) != 0 ? 1u : 0);
        if (fromClient)
        {
            uint sequence = _clientNext;
            _clientNext += took;
            return frames.Tcp(Ends, sequence, (flags & 0x10) != 0 ? _serverNext : 0, flags, payload);
        }
        else
        {
            uint sequence = _serverNext;
            _serverNext += took;
            return frames.Tcp(Ends.Back, sequence, _clientNext, flags, payload);
        }
    }
}
