using System.Globalization;
using FlowSensor.Engine.Collection;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// Which exporters tell of long flows, and when last. Only the newest is of use to anybody, so it is a remark about the exporter and not a column of
/// its ledgers: one row of <c>meta</c> for each.
/// </summary>
public sealed class LongFlowsQuery(StoreReader store)
{
    private const string Prefix = "long_flows ";

    private const string Remarks = """
        SELECT e.address, e.version, e.domain, m.value FROM exporters e JOIN meta m ON m.key = $prefix || e.id
        ORDER BY length(e.address), e.address, e.version, e.domain
        """;

    /// <summary>Asks the store.</summary>
    /// <param name="since">Windows that ended earlier are left out.</param>
    /// <exception cref="StoreException">The database failed.</exception>
    public IReadOnlyList<LongFlows> Ask(DateTimeOffset since) =>
        [.. store.Ask(static connection => connection.Rows(Remarks, Read, ("$prefix", Prefix))).Where(flows => flows.End >= since)];

    /// <summary>Key of the remark about an exporter.</summary>
    /// <param name="exporter">Row of the exporter.</param>
    internal static string KeyOf(long exporter) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{exporter}");

    /// <summary>The remark.</summary>
    internal static string ValueOf(long end, long records) => string.Create(CultureInfo.InvariantCulture, $"{end} {records}");

    private static LongFlows Read(SqliteDataReader row)
    {
        string[] parts = row.GetString(3).Split(' ');
        return new LongFlows(
            new ExporterIdentity(row.Address(0), row.GetInt32(1), unchecked((ulong)row.GetInt64(2))),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture)),
            long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
