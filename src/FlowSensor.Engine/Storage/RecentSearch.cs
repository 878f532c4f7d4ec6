using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// Finds the sources that can be among those seen last, from the newest spans backwards: what was last seen in an older span was seen before its end.
/// </summary>
/// <param name="connection">The store.</param>
/// <param name="cover">The spans.</param>
/// <param name="service">Row id of the service.</param>
internal sealed class RecentSearch(SqliteConnection connection, SpanCover cover, long service)
{
    private const int MostCandidates = 3_000;
    private const int MostSpans = 60;

    /// <summary>The candidates for the first places; null where they cannot be told from the rest.</summary>
    /// <param name="count">How many places.</param>
    public IReadOnlyList<IpAddress>? Find(int count)
    {
        Dictionary<IpAddress, long> last = [];
        (long Id, long End)[] spans = Spans();
        for (int i = 0; i < spans.Length; i++)
        {
            if (i > MostSpans || last.Count > MostCandidates)
            {
                return null;
            }

            Add(spans[i].Id, last);

            // Spans follow each other: what is older has ended where this one begins, that is where the next one ends.
            long older = i + 1 < spans.Length ? spans[i + 1].End : long.MinValue;
            if (last.Values.Count(time => time > older) >= count)
            {
                break;
            }
        }

        return last.Count <= MostCandidates ? [.. last.Keys] : null;
    }

    private (long Id, long End)[] Spans()
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """SELECT id, "end" FROM spans WHERE id IN (SELECT value FROM json_each($spans)) ORDER BY start DESC""";
        command.Parameters.AddWithValue("$spans", cover.Ids);
        List<(long, long)> spans = [];
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            spans.Add((rows.GetInt64(0), rows.GetInt64(1)));
        }

        return [.. spans];
    }

    private void Add(long span, Dictionary<IpAddress, long> last)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT source, last FROM sources WHERE span = $span AND service = $service LIMIT $most";
        command.Parameters.AddWithValue("$span", span);
        command.Parameters.AddWithValue("$service", service);
        command.Parameters.AddWithValue("$most", MostCandidates + 1);
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            IpAddress source = IpAddress.FromBytes(rows.GetFieldValue<byte[]>(0));
            last[source] = Math.Max(last.GetValueOrDefault(source, long.MinValue), rows.GetInt64(1));
        }
    }
}
