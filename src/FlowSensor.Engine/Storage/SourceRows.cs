using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage.Columns;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>Reads rows of summed sources: address, the counts, destinations, SYN packets, first, last, next hop.</summary>
internal static class SourceRows
{
    /// <summary>Reads one.</summary>
    /// <param name="reader">Stands on the row.</param>
    /// <param name="rank">Its place.</param>
    /// <param name="bands">The bands of flow counts.</param>
    public static RankedSource Read(SqliteDataReader reader, int rank, BandScale bands)
    {
        long flows = reader.GetInt64(1);
        return new RankedSource
        {
            Rank = rank,
            Source = IpAddress.FromBytes(reader.GetFieldValue<byte[]>(0)).ToString(),
            Flows = flows,
            Packets = reader.GetInt64(2),
            Octets = reader.GetInt64(3),
            EstimatedPackets = reader.GetInt64(4),
            EstimatedOctets = reader.GetInt64(5),
            Destinations = reader.GetInt64(6),
            SynPackets = reader.GetInt64(7),
            First = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(8)),
            Last = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(9)),
            NextHop = reader.IsDBNull(10) ? null : IpAddress.FromBytes(reader.GetFieldValue<byte[]>(10)).ToString(),
            Band = bands.Labels[bands.BandOf((ulong)Math.Max(0, flows))],
        };
    }

    /// <summary>The row of a source whose every column was added up.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="row">Its row of them.</param>
    /// <param name="rank">Its place.</param>
    /// <param name="bands">The bands of flow counts.</param>
    public static RankedSource Of(SummedSources sums, int row, int rank, BandScale bands)
    {
        long flows = sums.Value(SourceColumn.Flows, row);
        return new RankedSource
        {
            Rank = rank,
            Source = sums.Address(row).ToString(),
            Flows = flows,
            Packets = sums.Value(SourceColumn.Packets, row),
            Octets = sums.Value(SourceColumn.Octets, row),
            EstimatedPackets = sums.Value(SourceColumn.EstimatedPackets, row),
            EstimatedOctets = sums.Value(SourceColumn.EstimatedOctets, row),
            Destinations = sums.Value(SourceColumn.Destinations, row),
            SynPackets = sums.Value(SourceColumn.SynPackets, row),
            First = DateTimeOffset.FromUnixTimeMilliseconds(sums.Value(SourceColumn.First, row)),
            Last = DateTimeOffset.FromUnixTimeMilliseconds(sums.Value(SourceColumn.Last, row)),
            NextHop = sums.NextHop(row)?.ToString(),
            Band = bands.Labels[bands.BandOf((ulong)Math.Max(0, flows))],
        };
    }
}
