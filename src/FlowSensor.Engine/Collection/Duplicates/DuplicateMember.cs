using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection.Duplicates;

/// <summary>An exporter whose traffic others see as well: decides which of its records count. Shared by its observation domains.</summary>
public abstract class DuplicateMember
{
    /// <summary>A datagram of the exporter begins.</summary>
    /// <param name="eventTime">Unix milliseconds.</param>
    public virtual void Begin(long eventTime)
    {
    }

    /// <summary>Whether a record counts.</summary>
    /// <param name="record">The record.</param>
    /// <param name="eventTime">When it would count, Unix milliseconds.</param>
    public abstract bool Counts(in FlowRecord record, long eventTime);
}
