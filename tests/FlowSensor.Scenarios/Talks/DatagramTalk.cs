using FlowSensor.Generator.Packets;
using FlowSensor.Scenarios.Feeding;

namespace FlowSensor.Scenarios.Talks;

/// <summary>Datagrams one way and, where the other side answers, one back for each: UDP, or ICMP echo where the port says so.</summary>
internal sealed class DatagramTalk : Talk
{
    /// <summary>Server port that stands for an ICMP echo.</summary>
    public const ushort EchoPort = 0;

    private const int UdpHeaders = 28;
    private static readonly byte[] Filler = new byte[1472];

    private int _sent;
    private bool _answerDue;

    /// <summary>The ends as the requests have them.</summary>
    public required Ends Ends { get; init; }

    /// <summary>Octets of a request; null for <see cref="RequestLength"/> octets of nothing in particular.</summary>
    public byte[]? Request { get; init; }

    /// <summary>Octets of an answer; null for <see cref="AnswerLength"/> octets of nothing in particular.</summary>
    public byte[]? Answer { get; init; }

    /// <summary>Length of a request without content.</summary>
    public int RequestLength { get; init; }

    /// <summary>Length of an answer without content; negative when none comes.</summary>
    public int AnswerLength { get; init; } = -1;

    /// <summary>Requests.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Milliseconds between two requests.</summary>
    public int Interval { get; init; }

    /// <summary>Milliseconds until the answer.</summary>
    public int RoundTrip { get; init; }

    private bool IsAnswered => Answer is not null || AnswerLength >= 0;

    /// <inheritdoc/>
    public override int Step(FrameBuilder frames, out ReadOnlySpan<byte> frame)
    {
        if (_answerDue)
        {
            _answerDue = false;
            frame = Build(frames, Ends.Back, Answer ?? Filler.AsSpan(0, AnswerLength), 0);
            return _sent == Count ? -1 : Math.Max(0, Interval - Math.Min(Interval, RoundTrip));
        }

        frame = Build(frames, Ends, Request ?? Filler.AsSpan(0, RequestLength), 8);
        _sent++;
        if (IsAnswered)
        {
            _answerDue = true;
            return Count > 1 ? Math.Min(Interval, RoundTrip) : RoundTrip;
        }

        return _sent == Count ? -1 : Interval;
    }

    /// <inheritdoc/>
    public override void Meter(FlowMeter meter)
    {
        bool echo = Ends.DestinationPort == EchoPort;
        meter.Datagrams(Ends, echo, 8, Count, UdpHeaders + (Request?.Length ?? RequestLength), Time, Interval);
        if (IsAnswered)
        {
            meter.Datagrams(Ends.Back, echo, 0, Count, UdpHeaders + (Answer?.Length ?? AnswerLength), Time + (Count > 1 ? Math.Min(Interval, RoundTrip) : RoundTrip), Interval);
        }
    }

    private static ReadOnlySpan<byte> Build(FrameBuilder frames, Ends ends, ReadOnlySpan<byte> payload, byte echoType) =>
        ends.DestinationPort == EchoPort || ends.SourcePort == EchoPort
            ? frames.Echo(ends, echoType, payload)
            : frames.Udp(ends, payload);
}
