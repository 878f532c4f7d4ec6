using System.Runtime.CompilerServices;
using FlowSensor.Engine.Reports;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Storage.Columns;

/// <summary>
/// Puts the sources of some places of a ranking in order, and no others: the rest is only parted until it is known to lie before or behind.
/// What decides among equals is what <see cref="SourceRanking"/> says to the database.
/// </summary>
internal sealed class SourcePlaces
{
    private readonly SummedSources _sums;
    private readonly long[] _by;
    private readonly long[] _flows;
    private readonly long[] _octets;
    private readonly bool _isBySource;
    private readonly bool _isAscending;
    private readonly int[] _rows;
    private ulong _dice = 0x9E37_79B9_7F4A_7C15;

    private SourcePlaces(SummedSources sums, SourceOrder order, bool isAscending)
    {
        _sums = sums;
        _isBySource = order == SourceOrder.Source;
        _by = sums.Values(SourceColumns.By(order));
        _flows = _isBySource ? [] : sums.Values(SourceColumn.Flows);
        _octets = _isBySource ? [] : sums.Values(SourceColumn.Octets);
        _isAscending = isAscending;
        _rows = new int[sums.Count];
        for (int i = 0; i < _rows.Length; i++)
        {
            _rows[i] = i;
        }
    }

    /// <summary>The rows of some places.</summary>
    /// <param name="sums">The sources.</param>
    /// <param name="order">What the ranking is by.</param>
    /// <param name="isAscending">True for the least first.</param>
    /// <param name="offset">Places before them.</param>
    /// <param name="count">How many; fewer are given where there are no more.</param>
    public static ReadOnlyMemory<int> Of(SummedSources sums, SourceOrder order, bool isAscending, int offset, int count)
    {
        int first = Math.Min(offset, sums.Count);
        int end = (int)Math.Min((long)first + count, sums.Count);
        SourcePlaces places = new(sums, order, isAscending);
        places.Sort(0, sums.Count, first, end);
        return places._rows.AsMemory(first, end - first);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sort(int low, int high, int first, int end)
    {
        // No two sources are equal, so parts get smaller whatever the values are; the dice make it hard to choose bad ones.
        while (high - low > 16)
        {
            int middle = Part(low, high);
            if (first < middle && low < end)
            {
                Sort(low, middle, first, end);
            }

            low = middle + 1;
            if (low >= end || high <= first)
            {
                return;
            }
        }

        for (int i = low + 1; i < high; i++)
        {
            int row = _rows[i];
            int to = i;
            for (; to > low && IsBefore(row, _rows[to - 1]); to--)
            {
                _rows[to] = _rows[to - 1];
            }

            _rows[to] = row;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Part(int low, int high)
    {
        int[] rows = _rows;
        _dice ^= _dice << 13;
        _dice ^= _dice >> 7;
        _dice ^= _dice << 17;
        int chosen = low + (int)(_dice % (ulong)(high - low));
        int pivot = rows[chosen];
        rows[chosen] = rows[high - 1];
        int place = low;
        for (int i = low; i < high - 1; i++)
        {
            int row = rows[i];
            if (IsBefore(row, pivot))
            {
                rows[i] = rows[place];
                rows[place++] = row;
            }
        }

        rows[high - 1] = rows[place];
        rows[place] = pivot;
        return place;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsBefore(int one, int other)
    {
        if (_isBySource)
        {
            return one != other && IsBeforeByAddress(one, other) == _isAscending;
        }

        if (_by[one] != _by[other])
        {
            return _by[one] < _by[other] == _isAscending;
        }

        if (_flows[one] != _flows[other])
        {
            return _flows[one] > _flows[other];
        }

        return _octets[one] != _octets[other] ? _octets[one] > _octets[other] : IsBeforeByAddress(one, other);
    }

    // The shorter address first, as the database has it by length and octets.
    private bool IsBeforeByAddress(int one, int other)
    {
        IpAddress address = _sums.Address(one);
        IpAddress than = _sums.Address(other);
        return address.IsIPv4 != than.IsIPv4 ? address.IsIPv4 : address < than;
    }
}
