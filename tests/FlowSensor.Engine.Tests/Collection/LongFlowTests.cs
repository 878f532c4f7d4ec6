using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Storage;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Tests.Flows;

namespace FlowSensor.Engine.Tests.Collection;

/// <summary>Flows that went on for longer than a window before their exporter told of them, from the record to the question.</summary>
public sealed class LongFlowTests : IDisposable
{
    private const uint Seconds = 1_700_000_000;
    private const uint Uptime = 3_600_000;
    private const long Arrival = Seconds * 1000L;

    private static readonly IpAddress Router = IpAddress.Parse("192.0.2.1");

    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(60_000, 0)]
    [InlineData(60_001, 1)]
    [InlineData(1_800_000, 1)]
    public void Receive_FlowOfSomeLength_IsLongOverAWindow(int length, int expected)
    {
        Collector collector = new(new CollectorOptions(), new RecordingAccount());
        LedgerDeltas deltas = new(collector, static () => 0);

        collector.Receive(Datagram(0, 10, (uint)length), Router, Arrival);

        ExporterLedger ledger = Assert.Single(deltas.Take());
        Assert.Equal((2L, (long)expected), (ledger.Records, ledger.LongRecords));

        // Told of once, not with each window that follows.
        collector.Receive(Datagram(1, 10, 10), Router, Arrival);
        Assert.Equal(0, Assert.Single(deltas.Take()).LongRecords);
    }

    [Fact]
    public void Store_LongFlows_AreRememberedOfTheLastWindowThatHadAny()
    {
        const long Minute = 60_000;
        ExporterIdentity slow = new(IpAddress.Parse("192.0.2.1"), 9, 7);
        ExporterIdentity quick = new(IpAddress.Parse("192.0.2.2"), 10, 0);
        using (SensorStore store = SensorStore.Open(new StoreOptions { Path = _folder }))
        {
            for (int i = 0; i < 3; i++)
            {
                store.Add(new StoredSpan
                {
                    Kind = SpanKind.Window,
                    Start = Arrival + (i * Minute),
                    End = Arrival + ((i + 1) * Minute),
                    Ledgers =
                    [
                        new ExporterLedger { ExporterIndex = 0, Exporter = slow, Datagrams = 1, Records = 100, LongRecords = i == 2 ? 0 : 4 + i },
                        new ExporterLedger { ExporterIndex = 1, Exporter = quick, Datagrams = 1, Records = 100 },
                    ],
                });
            }
        }

        using StoreQueries queries = new(StoreReader.Open(_folder));
        DateTimeOffset end = DateTimeOffset.FromUnixTimeMilliseconds(Arrival + (2 * Minute));

        Assert.Equal(new LongFlows(slow, end, 5), Assert.Single(queries.LongFlows(end)));
        Assert.Empty(queries.LongFlows(end.AddMilliseconds(1)));
    }

    private static byte[] Datagram(uint sequence, params ReadOnlySpan<uint> lengths)
    {
        DatagramBuilder builder = DatagramBuilder.V9(sequence, uptime: Uptime, seconds: Seconds).Set(0).Template(300, (8, 4), (1, 4), (22, 4), (21, 4)).Set(300);
        foreach (uint length in lengths)
        {
            builder.U32(0xC0000207).U32(100).U32(Uptime - length - 500).U32(Uptime - 500);
        }

        return builder.Build();
    }
}
