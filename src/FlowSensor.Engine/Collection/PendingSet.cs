using FlowSensor.Protocols.Flows;

namespace FlowSensor.Engine.Collection;

/// <summary>A data set that waits for its template.</summary>
internal sealed class PendingSet
{
    /// <summary>Octets kept free before the records, since fields are read backwards from their end.</summary>
    public const int RecordsOffset = 16;

    public PendingSet(PendingDatagram datagram, in DatagramHeader header, ushort templateId, long arrival, long eventTime, uint standsFor, ReadOnlySpan<byte> records)
    {
        Datagram = datagram;
        Header = header;
        TemplateId = templateId;
        Arrival = arrival;
        EventTime = eventTime;
        StandsFor = standsFor;
        Buffer = new byte[RecordsOffset + records.Length];
        records.CopyTo(Buffer.AsSpan(RecordsOffset));
    }

    public PendingDatagram Datagram { get; }

    public DatagramHeader Header { get; }

    public ushort TemplateId { get; }

    /// <summary>Arrival of the datagram, Unix milliseconds.</summary>
    public long Arrival { get; }

    /// <summary>Event time given to the datagram, Unix milliseconds.</summary>
    public long EventTime { get; }

    /// <summary>Datagrams that its own stands for under a rate limit.</summary>
    public uint StandsFor { get; }

    public byte[] Buffer { get; }

    /// <summary>True once the set left the store; its place in the queue is then empty.</summary>
    public bool IsGone { get; set; }
}
