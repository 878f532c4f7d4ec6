using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Pipeline;

/// <summary>Sees every record that is accounted, those of exporters and those metered here, with the time it counts at.</summary>
public interface IRecordObserver
{
    /// <summary>One record; valid during the call only.</summary>
    /// <param name="record">The record, with exporter and sampling interval filled in.</param>
    /// <param name="eventTime">When it counts, Unix milliseconds.</param>
    void OnRecord(ref FlowRecord record, long eventTime);

    /// <summary>Called every second or so on the same thread, for what is not to wait for the next record.</summary>
    void Tick();
}
