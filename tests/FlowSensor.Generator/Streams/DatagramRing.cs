namespace FlowSensor.Generator.Streams;

/// <summary>
/// Export packets made beforehand, to be sent over and over: making a record costs more than sending it, and would set the
/// limit of what a sender on one core reaches.
/// </summary>
internal sealed class DatagramRing : IDatagramOutput
{
    private readonly List<RingDatagram> _datagrams = [];
    private readonly UdpOutput _addresses;

    /// <summary>A ring whose datagrams leave from the addresses of an output.</summary>
    /// <param name="addresses">Where they will leave.</param>
    public DatagramRing(UdpOutput addresses) => _addresses = addresses;

    /// <summary>The running account of what is put in, read at each datagram.</summary>
    public TrafficTruth? Account { get; set; }

    /// <summary>Datagrams in it.</summary>
    public int Count => _datagrams.Count;

    /// <summary>A datagram of the ring.</summary>
    /// <param name="index">Its number.</param>
    public RingDatagram this[int index] => _datagrams[index];

    public string AddressOf(int exporter) => _addresses.AddressOf(exporter);

    public void Send(int exporter, ReadOnlySpan<byte> payload, int records, long time) =>
        _datagrams.Add(new RingDatagram(exporter, payload.ToArray(), StreamTotals.Of(Account!)));

    public void Dispose()
    {
    }
}
