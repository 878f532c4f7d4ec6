using FlowSensor.Generator.Packets;
using FlowSensor.Scenarios.Feeding;

namespace FlowSensor.Scenarios.Talks;

/// <summary>Something that two hosts say to each other, as packets or as the flow records of a router that saw it.</summary>
internal abstract class Talk
{
    /// <summary>The talk behind this one in the wheel.</summary>
    public Talk? Next { get; set; }

    /// <summary>When the next packet goes, Unix milliseconds; before the first the start of the talk.</summary>
    public required long Time { get; set; }

    /// <summary>Number of the actor whose deed it is.</summary>
    public int Actor { get; set; }

    /// <summary>Builds the next packet.</summary>
    /// <param name="frames">Builds it.</param>
    /// <param name="frame">The packet.</param>
    /// <returns>Milliseconds until the packet behind it; negative when it was the last.</returns>
    public abstract int Step(FrameBuilder frames, out ReadOnlySpan<byte> frame);

    /// <summary>Tells the flows that a router would have metered.</summary>
    public abstract void Meter(FlowMeter meter);
}
