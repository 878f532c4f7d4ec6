using System.Collections;

namespace FlowSensor.Engine.Storage;

/// <summary>A long list whose rows are made when they are looked at, so that it is never in memory whole.</summary>
/// <typeparam name="T">Type of a row.</typeparam>
/// <param name="count">How many rows.</param>
/// <param name="make">Makes the row of a place from 0.</param>
public sealed class RowsOnDemand<T>(int count, Func<int, T> make) : IReadOnlyList<T>
{
    /// <inheritdoc/>
    public int Count => count;

    /// <inheritdoc/>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            return make(index);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < count; i++)
        {
            yield return make(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
