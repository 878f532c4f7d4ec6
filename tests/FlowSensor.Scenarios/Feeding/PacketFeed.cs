using FlowSensor.Engine.Intake;
using FlowSensor.Generator.Packets;
using FlowSensor.Protocols.Pcap;
using FlowSensor.Scenarios.Talks;

namespace FlowSensor.Scenarios.Feeding;

/// <summary>Packets in the order of time, as an interface at a mirror port delivers them, to the sensor's intake.</summary>
internal sealed class PacketFeed(ICaptureIntake intake, long start) : IScenarioFeed
{
    // A slot a millisecond; a packet further off waits at the far end.
    private const int Slots = 1 << 17;

    private readonly Talk?[] _first = new Talk?[Slots];
    private readonly Talk?[] _last = new Talk?[Slots];
    private readonly FrameBuilder _frames = new();
    private long _open;

    /// <inheritdoc/>
    public long Now { get; private set; } = start;

    /// <inheritdoc/>
    public FirstSeen Seen { get; } = new();

    /// <summary>Packets given.</summary>
    public long Packets { get; private set; }

    /// <inheritdoc/>
    public void Open(Talk talk)
    {
        _open++;
        Place(talk);
    }

    /// <inheritdoc/>
    public void RunUntil(long timeMs)
    {
        for (; Now < timeMs; Now++)
        {
            int slot = (int)(Now & (Slots - 1));
            while (_first[slot] is Talk talk)
            {
                _first[slot] = talk.Next;
                talk.Next = null;
                Send(talk);
            }
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        while (_open > 0)
        {
            RunUntil(Now + 1000);
        }
    }

    private void Send(Talk talk)
    {
        if (talk.Time > Now)
        {
            Place(talk);
            return;
        }

        int wait = talk.Step(_frames, out ReadOnlySpan<byte> frame);
        Packets++;
        Seen.Note(talk.Actor, Now);
        intake.Take(new CapturedPacket(frame, Now * 1_000_000, frame.Length, LinkType.Ethernet, 0));
        if (wait < 0)
        {
            _open--;
            return;
        }

        talk.Time = Now + wait;
        Place(talk);
    }

    private void Place(Talk talk)
    {
        long time = Math.Clamp(talk.Time, Now, Now + Slots - 1);
        int slot = (int)(time & (Slots - 1));
        if (_first[slot] is null)
        {
            _first[slot] = talk;
        }
        else
        {
            _last[slot]!.Next = talk;
        }

        _last[slot] = talk;
    }
}
