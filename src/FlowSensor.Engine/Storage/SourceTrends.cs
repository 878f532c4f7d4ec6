using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Storage.Columns;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>Flows of a page of sources in equal parts of a time.</summary>
internal sealed class SourceTrends
{
    private readonly Dictionary<string, long[]> _trends = [];

    /// <summary>Reads them.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="cover">The spans.</param>
    /// <param name="service">The service.</param>
    /// <param name="rows">The sources.</param>
    /// <param name="parts">Parts of the time.</param>
    /// <param name="areFew">True to look each up in every span, false to read columns.</param>
    public static SourceTrends Read(SqliteConnection connection, SpanCover cover, StoredService service, IReadOnlyList<RankedSource> rows, int parts, bool areFew)
    {
        SourceTrends trends = new();
        if (!areFew)
        {
            trends.AddColumns(connection, cover, service, rows, parts);
            return trends;
        }

        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The list is of addresses alone.
        command.CommandText = $"""
            SELECT r.source, s.start, s."end", r.flows
            FROM spans s CROSS JOIN sources r ON r.span = s.id
            WHERE s.id IN (SELECT value FROM json_each($spans)) AND r.service = $service AND r.source IN ({AddressBlob.List(rows.Select(static row => IpAddress.Parse(row.Source)))})
            """;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$spans", cover.Ids);
        command.Parameters.AddWithValue("$service", service.Id);
        long length = Math.Max(1, cover.To - cover.From);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            string source = IpAddress.FromBytes(reader.GetFieldValue<byte[]>(0)).ToString();
            if (!trends._trends.TryGetValue(source, out long[]? trend))
            {
                trends._trends[source] = trend = new long[parts];
            }

            Spread(trend, reader.GetInt64(1) - cover.From, reader.GetInt64(2) - cover.From, length, reader.GetInt64(3));
        }

        foreach (RankedSource row in rows)
        {
            trends._trends.TryAdd(row.Source, new long[parts]);
        }

        return trends;
    }

    /// <summary>The trend of a source.</summary>
    public IReadOnlyList<long> Of(string source) => _trends.GetValueOrDefault(source) ?? [];

    private void AddColumns(SqliteConnection connection, SpanCover cover, StoredService service, IReadOnlyList<RankedSource> rows, int parts)
    {
        long length = Math.Max(1, cover.To - cover.From);
        long[][] parted = [.. rows.Select(_ => new long[parts])];
        SummedSources.Read(connection, cover, service.Id, [SourceColumn.Address, SourceColumn.Flows], [.. rows.Select(static row => IpAddress.Parse(row.Source))], span =>
        {
            for (int i = 0; i < span.Rows.Length; i++)
            {
                Spread(parted[span.Rows.Span[i]], span.Start - cover.From, span.End - cover.From, length, span.Values.Span[i]);
            }
        });
        for (int i = 0; i < rows.Count; i++)
        {
            _trends[rows[i].Source] = parted[i];
        }
    }

    // A day that lies over several parts is divided among them; what does not divide goes to the last.
    private static void Spread(long[] trend, long start, long end, long length, long flows)
    {
        int first = (int)Math.Clamp(start * trend.Length / length, 0, trend.Length - 1);
        int last = (int)Math.Clamp(((end * trend.Length) - 1) / length, first, trend.Length - 1);
        long each = flows / (last - first + 1);
        for (int part = first; part < last; part++)
        {
            trend[part] += each;
        }

        trend[last] += flows - (each * (last - first));
    }
}
