using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.SFlow;

namespace FlowSensor.Engine.Collection;

/// <summary>Follows an exporter's sequence numbers and keeps in its ledger what they say never arrived.</summary>
internal static class SequenceAccount
{
    // An exporter whose uptime fell by more than reordering explains has rebooted.
    private const uint RebootMilliseconds = 60_000;

    /// <summary>
    /// Takes a datagram. Numbers count flows in v5 and v7, datagrams in v9 and sFlow, data records in IPFIX (RFC 7011 3.1), or what the exporter
    /// takes for it; what cannot be counted, because a set was not decoded, cannot be checked either. Records that were only skimmed count.
    /// </summary>
    public static void Follow(Exporter exporter, in DatagramHeader header, DecodeStatus status, in DatagramCounts counts)
    {
        if (header.Version == 1)
        {
            return;
        }

        bool countable = header.Version is 9 or SFlowDecoder.RecordVersion || status == DecodeStatus.Ok;
        if (!countable)
        {
            exporter.Resynchronise();
            return;
        }

        if (exporter.IpfixSequence is IpfixSequence ipfix)
        {
            ipfix.Observe(header.SequenceNumber, (uint)(counts.FlowRecords + counts.SkimmedRecords), (uint)counts.OptionsRecords);
            exporter.Ledger.SequenceLost = ipfix.Lost;
            return;
        }

        uint units = header.Version is 5 or 7 ? (uint)header.Count : 1;
        uint fall = exporter.LastUptime - header.SystemUptime;
        bool rebooted = fall is > RebootMilliseconds and < uint.MaxValue / 2;
        exporter.Sequence.Observe(header.SequenceNumber, units, rebooted);
        exporter.Ledger.SequenceLost = exporter.Sequence.Lost;
        exporter.LastUptime = header.SystemUptime;
    }
}
