namespace FlowSensor.Protocols.Flows;

/// <summary>What the sequence numbers of an IPFIX exporter count.</summary>
public enum IpfixNumbering
{
    /// <summary>Data records, those of options too, sent before the message: RFC 7011 3.1.</summary>
    DataRecords,

    /// <summary>Flow records sent before the message; options records are left out.</summary>
    FlowRecords,

    /// <summary>Flow records sent up to the end of the message (softflowd 1.1).</summary>
    FlowRecordsToEnd,

    /// <summary>Messages, as NetFlow v9 does (RFC 3954 5.1).</summary>
    Messages,
}
