using System.Runtime.CompilerServices;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage.Columns;

/// <summary>
/// Numbers the sources of a question. Spans list theirs in the order of addresses, so each list is walked beside the list of those known: memory is
/// read from one end to the other, where looking up each of millions of rows would wait for it each time.
/// </summary>
internal sealed class SourceTable
{
    private const int FirstRoom = 4_096;

    // The row of an address that does not count, where -1 is that of one that was not met before.
    private const int Nobody = -2;

    // Met in rows outside of any list, and not in the lists yet.
    private readonly Dictionary<IpAddress, int> _others = [];
    private readonly AddressList<uint> _four = new();
    private readonly AddressList<IpAddress> _sixteen = new();
    private IpAddress[] _addresses = new IpAddress[FirstRoom];

    private readonly bool _isClosed;

    /// <summary>A table of all sources that are met.</summary>
    public SourceTable()
    {
    }

    /// <summary>A table of some sources alone, with rows in the order given; others have none.</summary>
    public SourceTable(IReadOnlyList<IpAddress> only)
    {
        _addresses = [.. only];
        Count = only.Count;
        _four.Begin();
        _sixteen.Begin();
        foreach (int row in Enumerable.Range(0, only.Count).OrderBy(row => only[row]))
        {
            _ = only[row].IsIPv4 ? _four.Add(only[row].IPv4, row) : _sixteen.Add(only[row], row);
        }

        _four.End();
        _sixteen.End();
        _isClosed = true;
    }

    /// <summary>Sources so far.</summary>
    public int Count { get; private set; }

    /// <summary>Rows there is room for before the next growth.</summary>
    public int Capacity => _addresses.Length;

    /// <summary>Address of a row.</summary>
    public IpAddress this[int row] => _addresses[row];

    /// <summary>Rows of the addresses of a span. All spans come before the first single row.</summary>
    /// <param name="octets">Its column of addresses.</param>
    /// <param name="network">The only addresses that count; null for all.</param>
    /// <param name="rows">Room for the rows, made larger where it must be; below 0 for addresses that do not count.</param>
    /// <returns>How many addresses there are.</returns>
    /// <exception cref="StoreException">The column is damaged.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Add(ReadOnlySpan<byte> octets, IpPrefix? network, ref int[] rows)
    {
        ColumnDecoder column = new(octets);
        ulong four = column.Next();
        ulong sixteen = column.Next();
        if (four > (ulong)octets.Length || sixteen > (ulong)octets.Length)
        {
            throw new StoreException("A column of addresses in the store names more of them than it has; the database is damaged, bring it back from a backup.");
        }

        int count = (int)(four + sixteen);
        if (rows.Length < count)
        {
            rows = new int[count];
        }

        bool isAll = network is null;
        IpPrefix only = network.GetValueOrDefault();
        uint number = 0;
        _four.Begin();
        for (int i = 0; i < (int)four; i++)
        {
            number += (uint)column.Next();
            int row = isAll || only.Contains(IpAddress.FromIPv4(number)) ? _four.Find(number) : Nobody;
            rows[i] = row == -1 && !_isClosed ? _four.Add(number, NewRow(IpAddress.FromIPv4(number))) : row;
        }

        _four.End();
        _sixteen.Begin();
        for (int i = (int)four; i < count; i++)
        {
            IpAddress address = IpAddress.FromBytes(column.Take(16));
            int row = isAll || only.Contains(address) ? _sixteen.Find(address) : Nobody;
            rows[i] = row == -1 && !_isClosed ? _sixteen.Add(address, NewRow(address)) : row;
        }

        _sixteen.End();
        column.End(0);
        return count;
    }

    /// <summary>The row of one source, a new one where it was not met before; below 0 for none.</summary>
    public int RowOf(IpAddress source)
    {
        int known = source.IsIPv4 ? _four.Search(source.IPv4) : _sixteen.Search(source);
        if (known >= 0 || _isClosed || _others.TryGetValue(source, out known))
        {
            return known;
        }

        _others[source] = Count;
        return NewRow(source);
    }

    private int NewRow(IpAddress source)
    {
        if (Count == _addresses.Length)
        {
            Array.Resize(ref _addresses, _addresses.Length * 2);
        }

        _addresses[Count] = source;
        return Count++;
    }
}
