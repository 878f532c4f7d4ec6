using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage.Columns;

/// <summary>
/// Numbers the sources of a question in the order in which they are met. Spans list theirs in the order of addresses, so that rows of neighbours are
/// neighbours as well and only the look-up itself goes through memory at random.
/// </summary>
internal sealed class SourceTable
{
    private const int FirstSlots = 1 << 12;

    // Drawn anew for each question: nobody can choose addresses that collide.
    private readonly ulong _seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    // The upper half of an address's hash above its row from 1; 0 for none. Most others are told apart without a look at their address.
    private ulong[] _slots = new ulong[FirstSlots];
    private IpAddress[] _addresses = new IpAddress[FirstSlots / 2];

    /// <summary>Sources so far.</summary>
    public int Count { get; private set; }

    /// <summary>Rows there is room for before the next growth.</summary>
    public int Capacity => _addresses.Length;

    /// <summary>Address of a row.</summary>
    public IpAddress this[int row] => _addresses[row];

    /// <summary>Rows of the addresses of a span.</summary>
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
        uint address = 0;
        for (int i = 0; i < (int)four; i++)
        {
            address += (uint)column.Next();
            IpAddress source = IpAddress.FromIPv4(address);
            rows[i] = isAll || only.Contains(source) ? RowOf(source) : -1;
        }

        for (int i = (int)four; i < count; i++)
        {
            IpAddress source = IpAddress.FromBytes(column.Take(16));
            rows[i] = isAll || only.Contains(source) ? RowOf(source) : -1;
        }

        return count;
    }

    /// <summary>The row of a source, a new one where it was not met before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int RowOf(IpAddress source)
    {
        ulong hash = source.Hash(_seed);
        ulong mark = hash & 0xFFFF_FFFF_0000_0000;
        ulong[] slots = _slots;
        int mask = slots.Length - 1;
        int slot = (int)hash & mask;
        while (slots[slot] != 0)
        {
            ulong known = slots[slot];
            if ((known & 0xFFFF_FFFF_0000_0000) == mark && _addresses[(int)(uint)known - 1].Equals(source))
            {
                return (int)(uint)known - 1;
            }

            slot = (slot + 1) & mask;
        }

        if (Count == _addresses.Length)
        {
            Grow();
            slot = FreeSlot(hash);
        }

        _addresses[Count] = source;
        _slots[slot] = mark | (uint)++Count;
        return Count - 1;
    }

    private void Grow()
    {
        Array.Resize(ref _addresses, _addresses.Length * 2);
        _slots = new ulong[_slots.Length * 2];
        for (int row = 0; row < Count; row++)
        {
            ulong hash = _addresses[row].Hash(_seed);
            _slots[FreeSlot(hash)] = (hash & 0xFFFF_FFFF_0000_0000) | (uint)(row + 1);
        }
    }

    private int FreeSlot(ulong hash)
    {
        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}
