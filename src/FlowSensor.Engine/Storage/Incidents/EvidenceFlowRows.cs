using FlowSensor.Engine.Reports.Incidents;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Incidents;

/// <summary>Flow records kept as evidence, as they are read.</summary>
internal static class EvidenceFlowRows
{
    /// <summary>The columns that <see cref="Read"/> reads, of their table.</summary>
    public const string Select =
        "SELECT source, destination, source_port, destination_port, protocol, tcp_flags, packets, octets, first, last, exporter, next_hop FROM evidence_flows ";

    // The last instant that has a name.
    private static readonly long LastTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads a row of a host.</summary>
    public static EvidenceFlow Read(IpAddress host, SqliteDataReader row) => new(
        host, row.AddressOrNone(0), row.AddressOrNone(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5),
        row.GetInt64(6), row.GetInt64(7), Time(row, 8), Time(row, 9), row.AddressOrNone(10), row.AddressOrNone(11));

    /// <summary>A time of a record, Unix milliseconds. Stores that older releases wrote hold it as exporters stated it, whatever that was.</summary>
    public static long Time(SqliteDataReader row, int column) => Math.Clamp(row.GetInt64(column), 0, LastTime);
}
