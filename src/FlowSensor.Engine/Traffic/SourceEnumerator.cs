namespace FlowSensor.Engine.Traffic;

/// <summary>Walks the sources of one service and direction.</summary>
public struct SourceEnumerator
{
    /// <summary>The source at which the walk stands.</summary>
    public SourceTraffic Current { get; private set; }

    /// <summary>The enumerator itself, so that <c>foreach</c> takes it.</summary>
    public readonly SourceEnumerator GetEnumerator() => this;

    /// <summary>Steps to the next source.</summary>
    public bool MoveNext()
    {
        Current = default;
        return false;
    }
}
