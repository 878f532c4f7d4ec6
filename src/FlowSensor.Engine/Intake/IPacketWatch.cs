using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Intake;

/// <summary>Looks at each packet that is metered, beside the inspection; on the thread of the packets.</summary>
internal interface IPacketWatch
{
    /// <summary>Looks at a packet that passes.</summary>
    /// <param name="packet">The packet; its data is gone when this returns.</param>
    /// <param name="headers">What was read of it.</param>
    void Look(in CapturedPacket packet, in PacketHeaders headers);
}
