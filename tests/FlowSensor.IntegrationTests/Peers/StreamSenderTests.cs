using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using FlowSensor.Generator;
using FlowSensor.Generator.Streams;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>What the sender at a rate says it sent is what arrives.</summary>
public sealed class StreamSenderTests
{
    private const int HeaderRecords = 2, HeaderTime = 8, HeaderSequence = 12, HeaderSource = 16;

    [Fact]
    public async Task Run_RingSentSeveralTimes_ArrivesAsReported()
    {
        using UdpClient collector = new(new IPEndPoint(IPAddress.Loopback, 0));
        collector.Client.ReceiveBufferSize = 4 << 20;
        GeneratorOptions options = new() { Records = 720, Sources = 100, Exporters = 3, Duration = 1 };
        using UdpOutput output = new((IPEndPoint)collector.Client.LocalEndPoint!, options.Exporters, rate: 0);
        DatagramRing ring = new(output);
        ExportStream stream = new(options, ring);
        ring.Account = stream.Truth;
        stream.Run();
        DateTimeOffset before = DateTimeOffset.UtcNow;

        Task<StreamReport> sending = Task.Run(() => new StreamSender(ring, output).Run(rate: 20_000, TimeSpan.FromSeconds(0.5), TimeProvider.System));
        List<byte[]> arrived = [];
        bool over;
        do
        {
            over = sending.IsCompleted;
            while (collector.Available > 0)
            {
                arrived.Add((await collector.ReceiveAsync()).Buffer);
            }

            await Task.Delay(1);
        }
        while (!over);

        StreamReport report = await sending;
        Assert.Equal((report.Datagrams, 0L), (arrived.Count, report.Refused));
        Assert.True(report.Datagrams > ring.Count, "the ring went round more than once");
        Assert.All(arrived, payload => Assert.InRange(
            BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(HeaderTime)), before.ToUnixTimeSeconds(), DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
        foreach (IGrouping<uint, byte[]> exporter in arrived.GroupBy(static payload => BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(HeaderSource))))
        {
            IEnumerable<int> sequence = exporter.Select(static payload => BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(HeaderSequence)));
            Assert.Equal(Enumerable.Range(0, exporter.Count()), sequence);
        }

        int[] templates = [.. Enumerable.Range(0, ring.Count).Select(index => Templates(ring[index].Payload))];
        long announced = arrived.Select((_, index) => (long)templates[index % ring.Count]).Sum();
        Assert.Equal(report.Sent.Records, arrived.Sum(static payload => (long)BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(HeaderRecords))) - announced);
    }

    [Fact]
    public void Times_TotalsAndARest_AddUp()
    {
        StreamTotals ring = new(10, 20, 30, 4, 5);

        Assert.Equal(new StreamTotals(31, 62, 93, 12, 15), ring.Times(3, new StreamTotals(1, 2, 3, 0, 0)));
    }

    // The generator puts its pair of templates first, as set 0.
    private static int Templates(byte[] payload) => BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(20)) == 0 ? 2 : 0;
}
