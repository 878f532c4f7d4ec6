using FlowSensor.Generator;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>Keeps generated datagrams for a test to send when it wants.</summary>
internal sealed class HeldExports : IDatagramOutput
{
    /// <summary>Payload and flow records of each datagram, in order.</summary>
    public List<(byte[] Payload, int Records)> Datagrams { get; } = [];

    public string AddressOf(int exporter) => "127.0.0.1";

    public void Send(int exporter, ReadOnlySpan<byte> payload, int records, long time) => Datagrams.Add((payload.ToArray(), records));

    public void Dispose()
    {
    }
}
