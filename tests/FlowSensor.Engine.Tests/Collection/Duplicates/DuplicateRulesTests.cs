using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Tests.Flows;

namespace FlowSensor.Engine.Tests.Collection.Duplicates;

public sealed class DuplicateRulesTests
{
    private const uint Seconds = 1_700_000_000;

    private static readonly IpAddress First = IpAddress.Parse("192.0.2.1");
    private static readonly IpAddress Second = IpAddress.Parse("192.0.2.2");
    private static readonly IpAddress Other = IpAddress.Parse("192.0.2.9");

    private readonly RecordingAccount _account = new();

    [Fact]
    public void Receive_NoGroup_EverythingCounts()
    {
        Collector collector = Make();
        Send(collector, First, 0, 0, (1, 10));
        Send(collector, Second, 0, 0, (1, 10));

        Assert.Equal((2L, 0L, 2), (collector.Total().Records, collector.Total().DuplicateRecords, _account.Records.Count));
    }

    [Fact]
    public void Receive_PreferredExporter_OthersCountOnlyWhileItIsSilent()
    {
        Collector collector = Make(new DuplicateGroupOptions { Exporters = [First, Second], Keep = DuplicateKeep.Exporter, Takeover = TimeSpan.FromMinutes(3) });
        uint sequence = 0;
        foreach (uint minute in new uint[] { 0, 1, 2 })
        {
            Send(collector, First, sequence, minute * 60, (1, 10));
            Send(collector, Second, sequence, minute * 60, (1, 10));
            sequence++;
        }

        Assert.Equal((3, 3L), (_account.Records.Count, Ledger(collector, Second).DuplicateRecords));

        // The first falls silent, and comes back.
        Send(collector, Second, sequence++, 4 * 60, (1, 10));
        Send(collector, Second, sequence++, 6 * 60, (1, 10));
        Assert.Equal((4, 4L), (_account.Records.Count, Ledger(collector, Second).DuplicateRecords));
        Send(collector, First, 3, 7 * 60, (1, 10));
        Send(collector, Second, sequence, 7 * 60, (1, 10));
        Assert.Equal((5, 5L), (_account.Records.Count, Ledger(collector, Second).DuplicateRecords));
        Assert.Equal(collector.Total().Records, _account.Records.Count + collector.Total().DuplicateRecords);
    }

    [Fact]
    public void Receive_DesignatedInterfaces_OnlyWhatCameInByThem()
    {
        Collector collector = Make(new DuplicateGroupOptions
        {
            Exporters = [First, Second],
            Keep = DuplicateKeep.Interface,
            Interfaces = [new DesignatedInterfaceOptions { Exporter = First, Ingress = [10, 11] }, new DesignatedInterfaceOptions { Exporter = Second, Ingress = [12] }],
        });

        Send(collector, First, 0, 0, (1, 10), (2, 12), (3, 11), (4, 10));
        Send(collector, Second, 0, 0, (1, 10), (2, 12));
        Send(collector, Other, 0, 0, (1, 99));

        Assert.Equal([1u, 3u, 4u, 2u, 1u], _account.Records.Select(static counted => counted.Record.Source.IPv4));
        Assert.Equal((1L, 1L, 0L), (Ledger(collector, First).DuplicateRecords, Ledger(collector, Second).DuplicateRecords, Ledger(collector, Other).DuplicateRecords));
    }

    [Fact]
    public void Receive_FirstSeen_EachFlowOnceWhoeverReportsIt()
    {
        Collector collector = Make(new DuplicateGroupOptions { Exporters = [First, Second], Keep = DuplicateKeep.FirstSeen, Takeover = TimeSpan.FromMinutes(5) });

        Send(collector, First, 0, 0, (1, 10), (2, 10));
        Send(collector, Second, 0, 0, (1, 20), (2, 20), (3, 20));
        Send(collector, First, 1, 60, (1, 10), (3, 10));
        Assert.Equal((4, 3L), (_account.Records.Count, collector.Total().DuplicateRecords));

        // Nothing of flow 2 for longer than the takeover: it may belong to somebody else now.
        Send(collector, Second, 1, 600, (2, 20));
        Assert.Equal((5, 3L), (_account.Records.Count, collector.Total().DuplicateRecords));
    }

    [Fact]
    public void Validate_OneExporterOrInterfacesMissing_Refused()
    {
        Assert.NotEmpty(new DuplicateGroupOptions { Exporters = [First, First] }.Validate(new(new object())));
        Assert.NotEmpty(new DuplicateGroupOptions { Exporters = [First, Second], Keep = DuplicateKeep.Interface }.Validate(new(new object())));
        Assert.Empty(new DuplicateGroupOptions { Exporters = [First, Second] }.Validate(new(new object())));
    }

    private static Ledger Ledger(Collector collector, IpAddress exporter) => collector.Exporters.All.Single(found => found.Key.Address == exporter).Ledger;

    // Source address (field 8) and ingress interface (field 10) of each record.
    private static void Send(Collector collector, IpAddress exporter, uint sequence, uint second, params (uint Source, uint Input)[] records)
    {
        DatagramBuilder datagram = DatagramBuilder.V9(seconds: Seconds + second, sequence: sequence).Set(0).Template(300, (8, 4), (10, 4));
        datagram = datagram.Set(300);
        foreach ((uint source, uint input) in records)
        {
            datagram = datagram.U32(source).U32(input);
        }

        collector.Receive(datagram.Build(), exporter, (Seconds + second) * 1000L);
    }

    private Collector Make(params DuplicateGroupOptions[] groups) => new(new CollectorOptions { Duplicates = groups }, _account);
}
