using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Traffic;

/// <summary>Takes decoded flow records with the time they count at.</summary>
public interface IFlowAccount
{
    /// <summary>False where no more of a record is read than what traffic is counted by (<see cref="DatagramDecoder"/>); asked once.</summary>
    bool WantsEveryField => true;

    /// <summary>One flow record; valid during the call only.</summary>
    /// <param name="record">The record, with exporter and sampling interval filled in.</param>
    /// <param name="eventTime">When it counts, Unix milliseconds; never before the watermark.</param>
    void Add(ref FlowRecord record, long eventTime);

    /// <summary>No record with an earlier event time will come.</summary>
    /// <param name="watermark">Unix milliseconds.</param>
    void Advance(long watermark);

    /// <summary>A second of event time has passed of which no more records are expected, though late ones may come.</summary>
    /// <param name="time">Unix milliseconds.</param>
    void Look(long time)
    {
    }

    /// <summary>Closes everything that is open; records of any time may follow.</summary>
    void Flush();
}
