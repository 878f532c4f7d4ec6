namespace FlowSensor.Generator;

/// <summary>Where finished datagrams go.</summary>
internal interface IDatagramOutput : IDisposable
{
    /// <summary>Address that an exporter's datagrams come from.</summary>
    /// <param name="exporter">Number of the exporter.</param>
    string AddressOf(int exporter);

    /// <summary>Takes one datagram; the payload is only valid during the call.</summary>
    /// <param name="exporter">Number of the exporter.</param>
    /// <param name="payload">UDP payload.</param>
    /// <param name="records">Flow records in it.</param>
    /// <param name="time">Time on the wire, Unix nanoseconds.</param>
    void Send(int exporter, ReadOnlySpan<byte> payload, int records, long time);
}
