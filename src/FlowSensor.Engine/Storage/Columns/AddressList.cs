using System.Runtime.CompilerServices;

namespace FlowSensor.Engine.Storage.Columns;

/// <summary>
/// Addresses of one family in their order, with the row of each. A list of others in the same order is walked beside it between
/// <see cref="Begin"/> and <see cref="End"/>.
/// </summary>
/// <typeparam name="T">An address.</typeparam>
internal sealed class AddressList<T>
    where T : struct, IComparable<T>
{
    // Neighbours are looked at one by one before steps get longer.
    private const int Near = 4;

    private T[] _addresses = [];
    private int[] _rows = [];
    private int _count;
    private T[] _newAddresses = [];
    private int[] _newRows = [];
    private int _newCount;
    private int _at;

    /// <summary>Goes to the beginning.</summary>
    public void Begin() => (_at, _newCount) = (0, 0);

    /// <summary>The row of an address that is not less than the one before; below 0 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(T address)
    {
        T[] addresses = _addresses;
        int at = _at;
        int end = Math.Min(_count, at + Near);
        while (at < end && addresses[at].CompareTo(address) < 0)
        {
            at++;
        }

        if (at == end && at < _count)
        {
            at = Far(at, address);
        }

        _at = at;
        return at < _count && addresses[at].CompareTo(address) == 0 ? _rows[at] : -1;
    }

    /// <summary>Adds the address that was not found.</summary>
    /// <returns>Its row.</returns>
    public int Add(T address, int row)
    {
        if (_newCount == _newAddresses.Length)
        {
            int room = Math.Max(1_024, _newCount * 2);
            Array.Resize(ref _newAddresses, room);
            Array.Resize(ref _newRows, room);
        }

        _newAddresses[_newCount] = address;
        _newRows[_newCount++] = row;
        return row;
    }

    /// <summary>Puts what was added in its places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void End()
    {
        if (_newCount == 0)
        {
            return;
        }

        if (_count + _newCount > _addresses.Length)
        {
            int room = Math.Max(_addresses.Length * 2, _count + _newCount);
            Array.Resize(ref _addresses, room);
            Array.Resize(ref _rows, room);
        }

        // From the end, where there is room.
        int known = _count - 1;
        int added = _newCount - 1;
        T[] addresses = _addresses;
        int[] rows = _rows;
        for (int place = _count + _newCount - 1; added >= 0; place--)
        {
            if (known >= 0 && addresses[known].CompareTo(_newAddresses[added]) > 0)
            {
                addresses[place] = addresses[known];
                rows[place] = rows[known--];
            }
            else
            {
                addresses[place] = _newAddresses[added];
                rows[place] = _newRows[added--];
            }
        }

        _count += _newCount;
        _newCount = 0;
    }

    /// <summary>The row of any address; below 0 for none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Search(T address)
    {
        int low = 0;
        int high = _count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_addresses[middle].CompareTo(address) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < _count && _addresses[low].CompareTo(address) == 0 ? _rows[low] : -1;
    }

    // The first place from one on whose address is not less.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Far(int from, T address)
    {
        int step = Near;
        int low = from;
        while (low + step < _count && _addresses[low + step].CompareTo(address) < 0)
        {
            low += step + 1;
            step *= 2;
        }

        int high = Math.Min(_count, low + step);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_addresses[middle].CompareTo(address) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
