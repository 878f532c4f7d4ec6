namespace FlowSensor.Capture;

/// <summary>Takes packets from an <see cref="IPacketSource"/>.</summary>
public interface IPacketSink
{
    /// <summary>One packet; its data are only valid during the call.</summary>
    void OnPacket(in CapturedPacket packet);
}
