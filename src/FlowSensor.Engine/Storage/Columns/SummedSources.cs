using System.Globalization;
using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;

namespace FlowSensor.Engine.Storage.Columns;

/// <summary>
/// Every source of a service over many spans with the sums that are asked for: hours and days by their columns, windows and hours of an older layout
/// by their rows.
/// </summary>
internal sealed class SummedSources
{
    // Of four million the sums of every column take half a gigabyte.
    private const int MostSources = 4_000_000;

    private readonly SourceTable _table;
    private IReadOnlyList<SourceColumn> _columns;
    private readonly IpPrefix? _network;
    private readonly Action<SummedSpan>? _span;
    private readonly int _most;
    private readonly long[][] _values = [.. SourceColumns.All.Select(static _ => Array.Empty<long>())];
    private readonly NextHops _hops = new();
    private int[] _places = [];
    private int[] _rows = [];
    private long[] _picked = [];
    private int _reserved;

    private SummedSources(SourceTable table, IReadOnlyList<SourceColumn> columns, IpPrefix? network, Action<SummedSpan>? span, int most)
    {
        _table = table;
        _columns = columns;
        _network = network;
        _span = span;
        _most = most;
        Reserve();
    }

    /// <summary>How many sources.</summary>
    public int Count => _table.Count;

    /// <summary>Adds up every source.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="cover">The spans.</param>
    /// <param name="service">Row id of the service.</param>
    /// <param name="columns">The columns that are needed, the address first.</param>
    /// <param name="network">Only sources of this network; null for all.</param>
    /// <param name="most">More sources are refused, since all are in memory.</param>
    /// <exception cref="StoreException">The columns are damaged, or there are too many sources.</exception>
    public static SummedSources Read(
        SqliteConnection connection, SpanCover cover, long service, IReadOnlyList<SourceColumn> columns, IpPrefix? network, int most = MostSources) =>
        new SummedSources(new SourceTable(), columns, network, null, most).Add(connection, cover, service);

    /// <summary>Adds up some sources, in the order given; of those that no span has nothing is known.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="cover">The spans.</param>
    /// <param name="service">Row id of the service.</param>
    /// <param name="columns">The columns that are needed, the address first and what is told of spans second.</param>
    /// <param name="only">The sources, each once.</param>
    /// <param name="span">Told what they have in each span in the second column; null for nobody.</param>
    /// <exception cref="StoreException">The columns are damaged.</exception>
    public static SummedSources Read(
        SqliteConnection connection, SpanCover cover, long service, IReadOnlyList<SourceColumn> columns, IReadOnlyList<IpAddress> only, Action<SummedSpan>? span = null) =>
        new SummedSources(new SourceTable(only), columns, null, span, int.MaxValue).Add(connection, cover, service);

    /// <summary>Adds up the columns of the same sources that were not needed before; the store must be what it was then.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="cover">The spans.</param>
    /// <param name="service">Row id of the service.</param>
    /// <exception cref="StoreException">The columns are damaged.</exception>
    public void AddOtherColumns(SqliteConnection connection, SpanCover cover, long service)
    {
        _columns = [SourceColumn.Address, .. SourceColumns.All.Where(column => !_columns.Contains(column))];
        _reserved = 0;
        Reserve();
        Add(connection, cover, service);
    }

    /// <summary>Address of a source.</summary>
    public IpAddress Address(int row) => _table[row];

    /// <summary>A sum of a source.</summary>
    public long Value(SourceColumn column, int row) => _values[(int)column][row];

    /// <summary>The sums of a column by source, at least <see cref="Count"/> of them; of the addresses none.</summary>
    public long[] Values(SourceColumn column) => _values[(int)column];

    /// <summary>Next hop of a source; null for none.</summary>
    public IpAddress? NextHop(int row) => _hops.Of(_values[(int)SourceColumn.NextHop][row]);

    private static List<long> IdsOf(SqliteConnection connection, string list) => connection.Rows("SELECT value FROM json_each($list)", static row => row.GetInt64(0), ("$list", list));

    private SummedSources Add(SqliteConnection connection, SpanCover cover, long service)
    {
        List<long> rest = IdsOf(connection, cover.Windows);
        using SqliteCommand column = connection.CreateCommand();
        column.CommandText = """SELECT c.data, s.start, s."end" FROM source_columns c CROSS JOIN spans s ON s.id = c.span WHERE c.span = $span AND c.service = $service AND c.name = $name""";
        column.Parameters.AddWithValue("$span", 0L);
        column.Parameters.AddWithValue("$service", service);
        column.Parameters.AddWithValue("$name", 0);
        foreach (long span in IdsOf(connection, cover.Longer))
        {
            column.Parameters[0].Value = span;
            if (!AddColumns(column))
            {
                // Nothing of this service, or an older layout: what rows there are tells.
                rest.Add(span);
            }
        }

        AddRows(connection, rest, service);
        return this;
    }

    private bool AddColumns(SqliteCommand command)
    {
        int sources = 0;
        int count = 0;
        foreach (SourceColumn column in _columns)
        {
            command.Parameters[2].Value = (int)column;
            using SqliteDataReader reader = command.ExecuteReader();
            if (!reader.Read())
            {
                return column == SourceColumn.Address ? false : throw new StoreException($"The store has no column {SourceColumns.NameOf(column)} of a span; the database is damaged, bring it back from a backup.");
            }

            // As it lies in SQLite's memory, until the next step.
            ReadOnlySpan<byte> octets = SQLitePCL.raw.sqlite3_column_blob(reader.Handle!, 0);
            if (column == SourceColumn.Address)
            {
                sources = _table.Add(octets, _network, ref _rows);
                count = Place(sources);
                Reserve();
            }
            else if (column == SourceColumn.NextHop)
            {
                _hops.Merge(octets, _places.AsSpan(0, count), _rows.AsSpan(0, count), _values[(int)column], sources);
            }
            else
            {
                ColumnDecoder.Pick(octets, _places.AsSpan(0, count), _picked, SourceColumns.BaseOf(column, reader.GetInt64(1)), sources);
                Merge(_picked.AsSpan(0, count), _rows.AsSpan(0, count), _values[(int)column], SourceColumns.MergeOf(column));
                if (column == _columns[1])
                {
                    _span?.Invoke(new SummedSpan(reader.GetInt64(1), reader.GetInt64(2), _rows.AsMemory(0, count), _picked.AsMemory(0, count)));
                }
            }
        }

        return true;
    }

    // Leaves the rows that count, with their places in the columns.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Place(int count)
    {
        if (_places.Length < _rows.Length)
        {
            _places = new int[_rows.Length];
            _picked = new long[_rows.Length];
        }

        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (_rows[i] >= 0)
            {
                _rows[kept] = _rows[i];
                _places[kept++] = i;
            }
        }

        return kept;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Merge(ReadOnlySpan<long> picked, ReadOnlySpan<int> rows, long[] values, ColumnMerge merge)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            ref long known = ref values[rows[i]];
            known = merge switch
            {
                ColumnMerge.Max => Math.Max(known, picked[i]),
                ColumnMerge.Min => Math.Min(known, picked[i]),
                _ => Sum(known, picked[i]),
            };
        }
    }

    // What cannot be counted any more stays the most that can.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Sum(long one, long other)
    {
        long sum = unchecked(one + other);
        return ((one ^ sum) & (other ^ sum)) < 0 ? long.MaxValue : sum;
    }

    private void AddRows(SqliteConnection connection, List<long> spans, long service)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of columns.
        command.CommandText = $"""
            SELECT {string.Join(", ", _columns.Select(static column => $"r.{SourceColumns.NameOf(column)}"))}, s.start, s."end"
            FROM spans s CROSS JOIN sources r ON r.span = s.id
            WHERE s.id IN (SELECT value FROM json_each($spans)) AND r.service = $service{(_network is null ? "" : " AND r.source BETWEEN $low AND $high AND length(r.source) = length($low)")}
            """;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$spans", $"[{string.Join(',', spans)}]");
        command.Parameters.AddWithValue("$service", service);
        if (_network is IpPrefix prefix)
        {
            (byte[] low, byte[] high) = AddressBlob.BoundsOf(prefix);
            command.Parameters.AddWithValue("$low", low);
            command.Parameters.AddWithValue("$high", high);
        }

        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            AddRow(reader);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRow(SqliteDataReader reader)
    {
        int row = _table.RowOf(IpAddress.FromBytes(SQLitePCL.raw.sqlite3_column_blob(reader.Handle!, 0)));
        if (row < 0)
        {
            return;
        }

        Reserve();
        _span?.Invoke(new SummedSpan(reader.GetInt64(_columns.Count), reader.GetInt64(_columns.Count + 1), new int[] { row }, new long[] { reader.GetInt64(1) }));
        for (int i = 1; i < _columns.Count; i++)
        {
            SourceColumn column = _columns[i];
            long[] values = _values[(int)column];
            if (column == SourceColumn.NextHop)
            {
                _hops.Merge(SQLitePCL.raw.sqlite3_column_blob(reader.Handle!, i), ref values[row]);
                continue;
            }

            long value = reader.GetInt64(i);
            values[row] = SourceColumns.MergeOf(column) switch
            {
                ColumnMerge.Max => Math.Max(values[row], value),
                ColumnMerge.Min => Math.Min(values[row], value),
                _ => Sum(values[row], value),
            };
        }
    }

    // Room for every row there can be before the table grows, so that it is looked at once a span.
    private void Reserve()
    {
        if (_table.Count > _most)
        {
            throw new StoreException(string.Create(
                CultureInfo.InvariantCulture, $"More than {_most:N0} sources were seen in this time, too many to put in order at once; ask about a shorter time or a network."));
        }

        if (_reserved == _table.Capacity)
        {
            return;
        }

        foreach (SourceColumn column in _columns.Where(static column => column != SourceColumn.Address))
        {
            long[] values = _values[(int)column];
            Array.Resize(ref values, _table.Capacity);
            values.AsSpan(_reserved).Fill(SourceColumns.MergeOf(column) switch
            {
                ColumnMerge.Max => long.MinValue,
                ColumnMerge.Min => long.MaxValue,
                _ => 0,
            });
            _values[(int)column] = values;
        }

        _reserved = _table.Capacity;
    }
}
