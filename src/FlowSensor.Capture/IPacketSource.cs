namespace FlowSensor.Capture;

/// <summary>
/// A place packets come from: an interface, or anything that can stand in for one. A source belongs to one thread.
/// Packets are pushed so that they can be read where the capture put them, without a copy.
/// </summary>
public interface IPacketSource : IDisposable
{
    /// <summary>What the source reads, for messages: the interface's name.</summary>
    string Name { get; }

    /// <summary>Link type of the packets, a number of the tcpdump.org registry.</summary>
    int LinkType { get; }

    /// <summary>Waits until there are packets, at most so long, then hands over what is there, in order.</summary>
    /// <param name="sink">Takes the packets.</param>
    /// <param name="most">Ends after so many; more may wait.</param>
    /// <param name="wait">Longest time to wait for the first.</param>
    /// <returns>The number handed over; 0 when none came in time.</returns>
    /// <exception cref="CaptureException">The source has failed for good, for example because the interface is gone.</exception>
    int Receive(IPacketSink sink, int most, TimeSpan wait);

    /// <summary>The account of this source since it was opened.</summary>
    PacketSourceStatistics ReadStatistics();
}
