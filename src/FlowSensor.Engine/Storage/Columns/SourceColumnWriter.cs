using System.Buffers.Binary;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Columns;

/// <summary>
/// Writes the sources of an hour or day once more in columns (docs/decisions/0263-columns-of-sources.md), in the transaction that is open. Used by one thread.
/// </summary>
/// <param name="connection">The store.</param>
internal sealed class SourceColumnWriter(SqliteConnection connection)
{
    private const string Rows = """
        SELECT service, source, flows, packets, octets, estimated_packets, estimated_octets, destinations, syn_packets, first, last, next_hop
        FROM sources WHERE span = $span ORDER BY service, source
        """;

    private static readonly string IsWithout = $"s.kind > 0 AND NOT EXISTS (SELECT 1 FROM source_columns c WHERE c.span = s.id) AND {HasMany("s.id")}";

    private const int NextHopOrdinal = 11;

    // Addresses of IPv4 and of IPv6 lie between each other in the table's order; a column has the one after the other.
    private readonly ColumnEncoder[] _four = NewEncoders();
    private readonly ColumnEncoder[] _sixteen = NewEncoders();
    private readonly Dictionary<IpAddress, int> _hops = [];
    private readonly ColumnEncoder _whole = new();
    private int _fourCount;
    private int _sixteenCount;
    private uint _lastAddress;

    /// <summary>
    /// Whether a span has so many sources that columns are worth their while, as SQL over its row id; fewer are read by rows as fast, and a sensor with little traffic has
    /// hours of few.
    /// </summary>
    public static string HasMany(string span) => $"EXISTS (SELECT 1 FROM sources r WHERE r.span = {span} LIMIT 1 OFFSET 200)";

    /// <summary>Writes the columns of a span whose sources are complete, instead of those that are there.</summary>
    /// <param name="span">Row id of the span.</param>
    /// <param name="start">Its start, Unix milliseconds.</param>
    public void Write(long span, long start)
    {
        using SqliteCommand delete = connection.Command("DELETE FROM source_columns WHERE span = $span", ("$span", span));
        delete.ExecuteNonQuery();
        using SqliteCommand many = connection.Command($"SELECT {HasMany("$span")}", ("$span", span));
        if ((long)many.ExecuteScalar()! == 0)
        {
            return;
        }

        using InsertStatement insert = new(connection, "source_columns", "span", "service", "name", "data");
        using SqliteCommand command = connection.Command(Rows, ("$span", span));
        using SqliteDataReader rows = command.ExecuteReader();
        long service = -1;
        Clear();
        while (rows.Read())
        {
            if (rows.GetInt64(0) != service)
            {
                Insert(insert, span, service);
                service = rows.GetInt64(0);
            }

            Add(rows, start);
        }

        Insert(insert, span, service);
    }

    /// <summary>Row ids of the hours and days that should have columns and have none, the newest first.</summary>
    public List<long> SpansWithout() => connection.Rows($"SELECT s.id FROM spans s WHERE {IsWithout} ORDER BY s.start DESC", static row => row.GetInt64(0));

    /// <summary>Writes the columns of a span that has none; does nothing where it has them, or is gone.</summary>
    /// <param name="span">Row id of the span.</param>
    public void Fill(long span)
    {
        using SqliteCommand command = connection.Command($"SELECT s.start FROM spans s WHERE s.id = $span AND {IsWithout}", ("$span", span));
        if (command.ExecuteScalar() is long start)
        {
            Write(span, start);
        }
    }

    private static ColumnEncoder[] NewEncoders() => [.. SourceColumns.All.Select(static _ => new ColumnEncoder())];

    private void Add(SqliteDataReader rows, long start)
    {
        byte[] octets = rows.GetFieldValue<byte[]>(1);
        ColumnEncoder[] encoders = octets.Length == 4 ? _four : _sixteen;
        if (octets.Length == 4)
        {
            uint address = BinaryPrimitives.ReadUInt32BigEndian(octets);
            encoders[0].Add(address - _lastAddress);
            _lastAddress = address;
            _fourCount++;
        }
        else
        {
            encoders[0].Add(IpAddress.FromBytes(octets));
            _sixteenCount++;
        }

        for (SourceColumn column = SourceColumn.Flows; column < SourceColumn.NextHop; column++)
        {
            encoders[(int)column].Add(unchecked((ulong)(rows.GetInt64((int)column + 1) - SourceColumns.BaseOf(column, start))));
        }

        encoders[(int)SourceColumn.NextHop].Add((ulong)(rows.IsDBNull(NextHopOrdinal) ? 0 : HopOf(IpAddress.FromBytes(rows.GetFieldValue<byte[]>(NextHopOrdinal)))));
    }

    // From 1, as 0 stands for none.
    private int HopOf(IpAddress hop)
    {
        if (!_hops.TryGetValue(hop, out int number))
        {
            _hops[hop] = number = _hops.Count + 1;
        }

        return number;
    }

    private void Insert(InsertStatement insert, long span, long service)
    {
        if (_fourCount + _sixteenCount == 0)
        {
            return;
        }

        foreach (SourceColumn column in SourceColumns.All)
        {
            _whole.Clear();
            AddHead(column);
            _whole.Add(_four[(int)column].Written);
            _whole.Add(_sixteen[(int)column].Written);
            insert.Run(span, service, (int)column, _whole.Written.ToArray());
        }

        Clear();
    }

    private void AddHead(SourceColumn column)
    {
        if (column == SourceColumn.Address)
        {
            _whole.Add((ulong)_fourCount);
            _whole.Add((ulong)_sixteenCount);
        }
        else if (column == SourceColumn.NextHop)
        {
            _whole.Add((ulong)_hops.Count);
            foreach (IpAddress hop in _hops.OrderBy(static known => known.Value).Select(static known => known.Key))
            {
                _whole.Add(hop);
            }
        }
    }

    private void Clear()
    {
        foreach (ColumnEncoder encoder in (ColumnEncoder[])[.. _four, .. _sixteen])
        {
            encoder.Clear();
        }

        _hops.Clear();
        (_fourCount, _sixteenCount, _lastAddress) = (0, 0, 0);
    }
}
