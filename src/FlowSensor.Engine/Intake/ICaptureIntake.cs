using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Intake;

/// <summary>Takes the packets of a capture in their order.</summary>
public interface ICaptureIntake
{
    /// <summary>Flow records made so far.</summary>
    long Records { get; }

    /// <summary>One packet; valid during the call only.</summary>
    /// <returns>False when the packet held nothing for the sensor.</returns>
    bool Take(in CapturedPacket packet);

    /// <summary>The next packets come from another time: finish what is open.</summary>
    void BreakTime();

    /// <summary>The input has ended.</summary>
    void Complete();
}
