namespace FlowSensor.Engine.Traffic;

/// <summary>Walks the sources of one service and direction.</summary>
public struct SourceEnumerator
{
    private readonly SourceReader _reader;
    private uint _from;
    private uint _head;

    internal SourceEnumerator(TrafficTables tables, int serviceDirection) => _reader = new SourceReader(tables, serviceDirection);

    /// <summary>The source at which the walk stands, put together when asked for.</summary>
    public readonly SourceTraffic Current => _reader.Read(_head);

    /// <summary>Flows of the source at which the walk stands; cheap, to skip the many small ones.</summary>
    public ulong Flows { get; private set; }

    /// <summary>The enumerator itself, so that <c>foreach</c> takes it.</summary>
    public readonly SourceEnumerator GetEnumerator() => this;

    /// <summary>Steps to the next source.</summary>
    public bool MoveNext()
    {
        bool found = _reader.TryFind(ref _from, out _head, out ulong flows, out _, out _);
        Flows = flows;
        return found;
    }
}
