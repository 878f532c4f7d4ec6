namespace FlowSensor.Engine.Output.ClickHouse;

/// <summary>Encoded rows of flow records while a batch fills and until it is written; reused.</summary>
internal sealed class FlowBatch(int octets)
{
    /// <summary>Room for rows.</summary>
    public byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(octets);

    /// <summary>Octets of rows so far.</summary>
    public int Octets { get; set; }

    /// <summary>Rows so far.</summary>
    public int Rows { get; set; }

    /// <summary>When the batch was begun, Unix milliseconds.</summary>
    public long BegunMs { get; set; }

    /// <summary>Minutes of event time that the rows lie in, each as its start in Unix seconds.</summary>
    public HashSet<uint> Minutes { get; } = [];

    /// <summary>The rows.</summary>
    public ReadOnlySpan<byte> Content => Buffer.AsSpan(0, Octets);

    /// <summary>Forgets the rows and keeps the memory.</summary>
    public void Clear()
    {
        Octets = 0;
        Rows = 0;
        Minutes.Clear();
    }
}
