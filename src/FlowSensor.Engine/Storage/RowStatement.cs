using FlowSensor.Protocols.Addressing;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FlowSensor.Engine.Storage;

/// <summary>
/// A prepared statement that writes a row at a time, in the transaction that its connection is in. It gives values to SQLite by their place: the
/// parameters of the framework's interface cost twice what SQLite itself does (docs/decisions/0271-rows-go-to-sqlite-by-place.md).
/// </summary>
internal abstract class RowStatement : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares the statement.</summary>
    /// <param name="connection">The store, open for longer than this.</param>
    /// <param name="sql">One statement; its parameters are the values of a row, in their order.</param>
    /// <exception cref="SqliteException">SQLite does not take it.</exception>
    protected RowStatement(SqliteConnection connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v2(connection.Handle!, sql, out _statement));
    }

    /// <summary>Writes one row.</summary>
    /// <param name="values">A value for each parameter.</param>
    /// <exception cref="SqliteException">The database failed; of the row nothing is written.</exception>
    public void Run(params ReadOnlySpan<ColumnValue> values)
    {
        for (int place = 0; place < values.Length; place++)
        {
            Check(Bind(place + 1, in values[place]));
        }

        int result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        Check(result);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _statement.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Bind(int place, in ColumnValue value) => value.Kind switch
    {
        ColumnValueKind.Integer => raw.sqlite3_bind_int64(_statement, place, value.Integer),
        ColumnValueKind.Real => raw.sqlite3_bind_double(_statement, place, value.Real),
        ColumnValueKind.Text => raw.sqlite3_bind_text(_statement, place, value.Text),
        ColumnValueKind.Octets => raw.sqlite3_bind_blob(_statement, place, value.Octets),
        ColumnValueKind.Address => BindAddress(place, value.Address),
        _ => raw.sqlite3_bind_null(_statement, place),
    };

    // SQLite copies what it is given.
    private int BindAddress(int place, IpAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        address.WriteBytes(octets);
        return raw.sqlite3_bind_blob(_statement, place, address.IsIPv4 ? octets[12..] : octets);
    }

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, _connection.Handle!);
        }
    }
}
