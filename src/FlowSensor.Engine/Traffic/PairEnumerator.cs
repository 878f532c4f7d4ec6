namespace FlowSensor.Engine.Traffic;

/// <summary>Walks the pairs of one service and direction.</summary>
public struct PairEnumerator
{
    /// <summary>The pair at which the walk stands.</summary>
    public PairTraffic Current { get; private set; }

    /// <summary>The enumerator itself, so that <c>foreach</c> takes it.</summary>
    public readonly PairEnumerator GetEnumerator() => this;

    /// <summary>Steps to the next pair.</summary>
    public bool MoveNext()
    {
        Current = default;
        return false;
    }
}
