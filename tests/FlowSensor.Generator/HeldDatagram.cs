namespace FlowSensor.Generator;

/// <summary>A datagram kept back so that its exporter's next one overtakes it.</summary>
internal sealed class HeldDatagram
{
    private readonly byte[] _payload = new byte[65_536];
    private int _length;
    private int _records;

    /// <summary>Whether one is being kept.</summary>
    public bool Any => _length != 0;

    /// <summary>Keeps a datagram.</summary>
    /// <param name="payload">UDP payload.</param>
    /// <param name="records">Flow records in it.</param>
    public void Keep(ReadOnlySpan<byte> payload, int records)
    {
        payload.CopyTo(_payload);
        _length = payload.Length;
        _records = records;
    }

    /// <summary>Sends what is kept, if anything.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="exporter">Number of the exporter.</param>
    /// <param name="time">Time on the wire, Unix nanoseconds.</param>
    public void Release(IDatagramOutput output, int exporter, long time)
    {
        if (_length != 0)
        {
            output.Send(exporter, _payload.AsSpan(0, _length), _records, time);
            _length = 0;
        }
    }
}
