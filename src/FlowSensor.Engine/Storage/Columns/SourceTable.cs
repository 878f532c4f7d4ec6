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

    // Met in rows outside of any list, and not in the lists yet.
    private readonly Dictionary<IpAddress, int> _others = [];
    private readonly AddressList<uint> _four = new();
    private readonly AddressList<IpAddress> _sixteen = new();
    private IpAddress[] _addresses = new IpAddress[FirstRoom];

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
            rows[i] = !isAll && !only.Contains(IpAddress.FromIPv4(number)) ? -1 : _four.Find(number) is int row and >= 0 ? row : _four.Add(number, NewRow(IpAddress.FromIPv4(number)));
        }

        _four.End();
        _sixteen.Begin();
        for (int i = (int)four; i < count; i++)
        {
            IpAddress address = IpAddress.FromBytes(column.Take(16));
            rows[i] = !isAll && !only.Contains(address) ? -1 : _sixteen.Find(address) is int row and >= 0 ? row : _sixteen.Add(address, NewRow(address));
        }

        _sixteen.End();
        return count;
    }

    /// <summary>The row of one source, a new one where it was not met before.</summary>
    public int RowOf(IpAddress source)
    {
        int known = source.IsIPv4 ? _four.Search(source.IPv4) : _sixteen.Search(source);
        if (known >= 0 || _others.TryGetValue(source, out known))
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
