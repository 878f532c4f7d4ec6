namespace FlowSensor.Engine.Traffic;

/// <summary>Walks the pairs of one service and direction.</summary>
public struct PairEnumerator
{
    private readonly PairTable _pairs;
    private readonly int _serviceDirection;
    private uint _next;

    internal PairEnumerator(PairTable pairs, int serviceDirection)
    {
        _pairs = pairs;
        _serviceDirection = serviceDirection;
    }

    /// <summary>The pair at which the walk stands.</summary>
    public readonly PairTraffic Current => Read(in _pairs[_next - 1]);

    /// <summary>The enumerator itself, so that <c>foreach</c> takes it.</summary>
    public readonly PairEnumerator GetEnumerator() => this;

    /// <summary>Steps to the next pair.</summary>
    public bool MoveNext()
    {
        while (_next < (uint)_pairs.RowCount)
        {
            if (_pairs[_next++].ServiceDirection == _serviceDirection)
            {
                return true;
            }
        }

        return false;
    }

    internal static PairTraffic Read(in PairRow row) => new(row.Source, row.Destination, row.Flows, row.Packets, row.Octets);
}
