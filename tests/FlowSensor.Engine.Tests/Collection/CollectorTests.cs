using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Tests.Flows;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Engine.Tests.Collection;

public sealed class CollectorTests : IDisposable
{
    private const uint Seconds = 1_700_000_000;
    private const long Arrival = Seconds * 1000L;

    private static readonly IpAddress Router = IpAddress.Parse("192.0.2.1");

    private readonly RecordingAccount _account = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("flowsensor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Receive_DatagramsLeftOut_LostSaysHowMany()
    {
        Collector collector = New();
        collector.Receive(Template(0), Router, Arrival);
        foreach (uint sequence in new uint[] { 1, 2, 5, 6, 10, 11 })
        {
            collector.Receive(Data(sequence, 1), Router, Arrival);
        }

        Assert.Equal(5, collector.Total().SequenceLost);
    }

    [Fact]
    public void Receive_DatagramsReordered_NothingLost()
    {
        Collector collector = New();
        collector.Receive(Template(0), Router, Arrival);
        foreach (uint sequence in new uint[] { 2, 1, 4, 3, 7, 6, 5, 8 })
        {
            collector.Receive(Data(sequence, 1), Router, Arrival);
        }

        Ledger total = collector.Total();
        Assert.Equal((0L, 8L, 9L), (total.SequenceLost, total.Records, total.Decoded));
    }

    [Fact]
    public void Receive_DataBeforeTemplate_DecodedWhenItComes()
    {
        Collector collector = New();
        collector.Receive(Data(0, 3), Router, Arrival);
        collector.Receive(Data(1, 2), Router, Arrival);
        Assert.Equal((0L, 2L, 0L), (collector.Total().Records, collector.Total().Pending, collector.Total().Decoded));

        collector.Receive(Template(2), Router, Arrival + 1000);

        Ledger total = collector.Total();
        Assert.Equal((5L, 0L, 3L, 0L), (total.Records, total.Pending, total.Decoded, total.DroppedTotal));
        Assert.Equal(5, _account.Records.Count);
    }

    [Fact]
    public void Receive_DataAndTemplateInOneDatagram_EitherOrder()
    {
        Collector collector = New();
        byte[] datagram = DatagramBuilder.V9(seconds: Seconds).Set(300).U32(1).U32(2).Set(0).Template(300, (8, 4), (1, 4)).Build();
        collector.Receive(datagram, Router, Arrival);
        Ledger total = collector.Total();
        Assert.Equal((1L, 1L, 0L), (total.Records, total.Decoded, total.Pending));
    }

    [Fact]
    public void Complete_TemplateNeverCame_CountedUnknownTemplate()
    {
        Collector collector = New();
        collector.Receive(Data(0, 3), Router, Arrival);
        collector.Complete();
        Ledger total = collector.Total();
        Assert.Equal((0L, 0L, 1L), (total.Pending, total.Decoded, total.Dropped(DropCause.UnknownTemplate)));
    }

    [Fact]
    public void Receive_MorePendingThanRoom_OldestGivenUpAndBalanced()
    {
        Collector collector = New(new CollectorOptions { PendingOctets = 2000 });
        for (uint i = 0; i < 100; i++)
        {
            collector.Receive(Data(i, 3), Router, Arrival);
        }

        Ledger total = collector.Total();
        Assert.InRange(total.Pending, 1, 9);
        Assert.Equal(100, total.Pending + total.Dropped(DropCause.UnknownTemplate));
    }

    [Fact]
    public void Receive_SameTemplateIdInTwoDomains_KeptApart()
    {
        Collector collector = New();
        collector.Receive(DatagramBuilder.V9(domain: 1, seconds: Seconds).Set(0).Template(300, (1, 4)).Build(), Router, Arrival);
        collector.Receive(DatagramBuilder.V9(domain: 2, seconds: Seconds).Set(0).Template(300, (2, 4)).Build(), Router, Arrival);
        collector.Receive(DatagramBuilder.V9(1, 1, seconds: Seconds).Set(300).U32(7).Build(), Router, Arrival);
        collector.Receive(DatagramBuilder.V9(1, 2, seconds: Seconds).Set(300).U32(7).Build(), Router, Arrival);
        Assert.Equal([(7ul, 0ul), (0ul, 7ul)], _account.Records.Select(r => (r.Record.Octets, r.Record.Packets)));
    }

    [Fact]
    public void Receive_NotOnAllowList_CountedAndNothingKept()
    {
        Assert.True(IpPrefix.TryParse("198.51.100.0/24", out IpPrefix allowed));
        Collector collector = New(new CollectorOptions { Allow = [allowed] });
        collector.Receive(Template(0), Router, Arrival);
        collector.Receive(Template(0), IpAddress.Parse("198.51.100.7"), Arrival);
        Ledger total = collector.Total();
        Assert.Equal((2L, 1L, 1L), (total.Datagrams, total.Decoded, total.Dropped(DropCause.NotAllowed)));
        Assert.Single(collector.Exporters.All);
    }

    [Fact]
    public void Receive_SFlowWithAListOfItsOwn_OnlyThatListCounts()
    {
        Assert.True(IpPrefix.TryParse("198.51.100.0/24", out IpPrefix allowed));
        Collector collector = New(new CollectorOptions { AllowSFlow = [allowed] });
        byte[] datagram = Convert.FromHexString("0000000500000001C6336401000000000000000100000064" + "00000000");
        collector.Receive(datagram, Router, Arrival);
        collector.Receive(datagram, IpAddress.Parse("198.51.100.7"), Arrival);
        collector.Receive(Template(0), Router, Arrival);
        Ledger total = collector.Total();
        Assert.Equal((3L, 2L, 1L), (total.Datagrams, total.Decoded, total.Dropped(DropCause.NotAllowed)));
    }

    [Fact]
    public void Refused_FloodOfForgedSenders_NamesFewEachOnce()
    {
        Collector collector = New(new CollectorOptions { DenyByDefault = true });
        for (uint i = 0; i < 10_000; i++)
        {
            collector.Receive(Template(0), IpAddress.FromIPv4(0xC6336400 + (i % 5_000)), Arrival);
        }

        Assert.Equal(RefusedSenders.Most, collector.Refused.Take().Distinct().Count());
        Assert.Empty(collector.Refused.Take());
        collector.Receive(Template(0), Router, Arrival + 1_000);
        Assert.Empty(collector.Refused.Take());
        collector.Receive(Template(0), Router, Arrival + 3_700_000);
        Assert.Equal([Router], collector.Refused.Take());
    }

    [Theory]
    [InlineData("2001:db8:7::1", true)]
    [InlineData("2001:db8:8::1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("198.51.100.7", true)]
    public void Receive_AllowListOfBothFamilies_OnlyThoseListed(string sender, bool isAllowed)
    {
        Assert.True(IpPrefix.TryParse("198.51.100.0/24", out IpPrefix old));
        Assert.True(IpPrefix.TryParse("2001:db8:7::/48", out IpPrefix recent));
        Collector collector = New(new CollectorOptions { Allow = [old, recent] });
        collector.Receive(Template(0), IpAddress.Parse(sender), Arrival);
        collector.Receive(Template(1), IpAddress.Parse(sender), Arrival);
        Ledger total = collector.Total();
        Assert.Equal(isAllowed ? (2L, 0L) : (0L, 2L), (total.Decoded, total.Dropped(DropCause.NotAllowed)));
    }

    [Fact]
    public void Receive_DenyByDefault_EmptyListsLetNobodyIn()
    {
        Assert.True(IpPrefix.TryParse("2001:db8::/32", out IpPrefix allowed));
        byte[] sflow = Convert.FromHexString("0000000500000001C6336401000000000000000100000064" + "00000000");
        Collector collector = New(new CollectorOptions { DenyByDefault = true, AllowSFlow = [allowed] });
        collector.Receive(Template(0), Router, Arrival);
        collector.Receive(Template(0), IpAddress.Parse("2001:db8::1"), Arrival);
        collector.Receive(sflow, IpAddress.Parse("2001:db8::1"), Arrival);
        collector.Receive(sflow, Router, Arrival);
        Ledger total = collector.Total();
        Assert.Equal((4L, 1L, 3L), (total.Datagrams, total.Decoded, total.Dropped(DropCause.NotAllowed)));
    }

    [Fact]
    public void Receive_MoreExportersThanRoom_CountedTableFull()
    {
        Collector collector = New(new CollectorOptions { MaxExporters = 10 });
        for (uint i = 0; i < 1000; i++)
        {
            collector.Receive(Template(0), IpAddress.FromIPv4(0xC6336400 + i), Arrival);
        }

        Ledger total = collector.Total();
        Assert.Equal((10L, 990L), (total.Decoded, total.Dropped(DropCause.TableFull)));
    }

    [Theory]
    [InlineData("unsupported version", "00080001", DropCause.Unsupported)]
    [InlineData("empty", "", DropCause.Malformed)]
    [InlineData("v5 without records", "0005000100000000000000000000000000000000000000000", DropCause.Malformed)]
    public void Receive_Broken_Cause(string what, string hex, DropCause cause)
    {
        Collector collector = New();
        collector.Receive(Convert.FromHexString(hex.Length % 2 == 0 ? hex : hex[..^1]), Router, Arrival);
        Assert.True(collector.Total().Dropped(cause) == 1, what);
        Assert.Equal(1, collector.Total().Datagrams);
    }

    [Fact]
    public void Receive_OvertakenBehindTheWatermark_Late()
    {
        Collector collector = New();
        collector.Receive(Template(0), Router, Arrival);
        collector.Receive(Data(2, 1, Seconds + 1000), Router, Arrival);
        collector.Receive(Data(1, 1, Seconds), Router, Arrival);
        Ledger total = collector.Total();
        Assert.Equal((1L, 1L, 0L), (total.Dropped(DropCause.Late), total.LateRecords, total.SequenceLost));
        Assert.Single(_account.Records);
        Assert.Equal(total.Records, _account.Records.Count + total.LateRecords);
    }

    [Fact]
    public void Receive_ExporterWithClockBehind_NothingLost()
    {
        Collector collector = New();
        IpAddress other = IpAddress.Parse("192.0.2.2");
        collector.Receive(Template(0), Router, Arrival);
        collector.Receive(DatagramBuilder.V9(0, 0, seconds: Seconds - 90_000).Set(0).Template(300, (8, 4), (1, 4)).Build(), other, Arrival);
        collector.Receive(Data(1, 1, Seconds - 90_000), other, Arrival);
        (_, long eventTime) = Assert.Single(_account.Records);
        Assert.InRange(eventTime, Arrival - 30_000, Arrival);
        Assert.Equal((0L, 2L), (collector.Total().DroppedTotal, collector.Total().ClockSkewed));
    }

    [Fact]
    public void Receive_ExporterWithClockAhead_DoesNotCloseTheOthersWindows()
    {
        Collector collector = New();
        IpAddress other = IpAddress.Parse("192.0.2.2");
        collector.Receive(Template(0), Router, Arrival);
        collector.Receive(DatagramBuilder.V9(0, 0, seconds: Seconds + 900_000).Set(0).Template(300, (8, 4), (1, 4)).Build(), other, Arrival);
        collector.Receive(Data(1, 1), Router, Arrival + 10);
        Assert.Equal(Arrival, Assert.Single(_account.Records).EventTime);
        Assert.Equal(Arrival - 30_000, _account.Watermark);
    }

    [Fact]
    public void Receive_SamplingConfigured_OverrideBeatsDefaultDoesNot()
    {
        Assert.True(IpPrefix.TryParse("192.0.2.0/24", out IpPrefix network));
        Assert.True(IpPrefix.TryParse("192.0.2.1/32", out IpPrefix host));
        Collector collector = New(new CollectorOptions
        {
            Sampling =
            [
                new SamplingOptions { Exporter = network, Interval = 10, Mode = SamplingMode.Default },
                new SamplingOptions { Exporter = host, Interval = 77, Mode = SamplingMode.Override },
            ],
        });
        byte[] v5 = [.. DatagramBuilder.V5(1, seconds: Seconds, sampling: 500).Build(), .. new byte[48]];
        byte[] silent = [.. DatagramBuilder.V5(1, seconds: Seconds).Build(), .. new byte[48]];
        collector.Receive(v5, Router, Arrival);
        collector.Receive(v5, IpAddress.Parse("192.0.2.9"), Arrival);
        collector.Receive(silent, IpAddress.Parse("192.0.2.10"), Arrival);
        collector.Receive(silent, IpAddress.Parse("198.51.100.1"), Arrival);
        Assert.Equal([77ul, 500ul, 10ul, 0ul], _account.Records.Select(r => r.Record.SamplingInterval));
    }

    [Fact]
    public void Journal_RestartWithoutTemplates_NoRecordLost()
    {
        Collector first = New();
        using (TemplateJournal journal = TemplateJournal.Open(_folder, _ => { }))
        {
            first.TemplateStore = journal;
            first.Receive(Template(0), Router, Arrival);
            first.Receive(
                DatagramBuilder.V9(1, seconds: Seconds).Set(1).U16(400).U16(4).U16(4).U16(1).U16(4).U16(34).U16(4).Set(400).U32(0).U32(1000).Build(),
                Router,
                Arrival);

        }

        File.AppendAllText(Path.Combine(_folder, TemplateJournal.FileName), "{\"exporter\":\"192.0.2");

        Collector second = New();
        using (TemplateJournal journal = TemplateJournal.Open(_folder, entry => entry.Restore(second)))
        {
            Assert.Null(journal.Trouble);
            second.TemplateStore = journal;
            second.Receive(Data(2, 4), Router, Arrival);
        }

        Ledger total = second.Total();
        Assert.Equal((4L, 1L, 0L), (total.Records, total.Decoded, total.DroppedTotal));
        Assert.All(_account.Records, r => Assert.Equal(1000ul, r.Record.SamplingInterval));
    }

    [Fact]
    public void Journal_Withdrawn_NotRestored()
    {
        Collector first = New();
        using (TemplateJournal journal = TemplateJournal.Open(_folder, _ => { }))
        {
            first.TemplateStore = journal;
            first.Receive(DatagramBuilder.Ipfix(seconds: Seconds).Set(2).Template(300, (1, 4)).Template(301, (1, 4)).Build(), Router, Arrival);
            first.Receive(DatagramBuilder.Ipfix(seconds: Seconds).Set(2).U16(300).U16(0).Build(), Router, Arrival);
        }

        Collector second = New();
        using TemplateJournal restored = TemplateJournal.Open(_folder, entry => entry.Restore(second));
        Exporter exporter = Assert.Single(second.Exporters.All);
        Assert.Null(exporter.Domain.Templates.Find(300));
        Assert.NotNull(exporter.Domain.Templates.Find(301));
    }

    [Fact]
    public void Pass_ToAnotherCollector_NoRecordWaitsAndSamplingIsKnown()
    {
        Collector first = New();
        first.Receive(Template(0), Router, Arrival);
        first.Receive(
            DatagramBuilder.V9(1, seconds: Seconds).Set(1).U16(400).U16(4).U16(4).U16(1).U16(4).U16(34).U16(4).Set(400).U32(0).U32(1000).Build(), Router, Arrival);
        Collector second = New(new CollectorOptions { Sampling = [] });

        LearnedTemplates.Pass(first, second);
        second.Receive(Data(2, 4), Router, Arrival);

        Ledger total = second.Total();
        Assert.Equal((4L, 1L, 0L, 0L), (total.Records, total.Decoded, total.Pending, total.SequenceLost));
        Assert.All(_account.Records, r => Assert.Equal(1000ul, r.Record.SamplingInterval));
    }

    [Fact]
    public void Receive_SteadyState_NothingAllocated()
    {
        var account = new NullAccount();
        var collector = new Collector(new CollectorOptions(), account);
        byte[] template = Template(0);
        byte[] data = Data(1, 20);
        collector.Receive(template, Router, Arrival);
        collector.Receive(data, Router, Arrival);
        long allocated = AllocatedBytes.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                collector.Receive(data, Router, Arrival);
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal(20 * 5001, account.Records);
    }

    private static byte[] Template(uint sequence) =>
        DatagramBuilder.V9(sequence, seconds: Seconds).Set(0).Template(300, (8, 4), (1, 4)).Build();

    private static byte[] Data(uint sequence, int records, uint seconds = Seconds)
    {
        DatagramBuilder builder = DatagramBuilder.V9(sequence, seconds: seconds).Set(300);
        for (uint i = 0; i < records; i++)
        {
            builder.U32(0xC0000200 + i).U32(100);
        }

        return builder.Build();
    }

    private Collector New(CollectorOptions? options = null) => new(options ?? new CollectorOptions(), _account);

    private sealed class NullAccount : FlowSensor.Engine.Traffic.IFlowAccount
    {
        public int Records { get; private set; }

        public void Add(ref FlowSensor.Protocols.Flows.FlowRecord record, long eventTime) => Records++;

        public void Advance(long watermark)
        {
        }

        public void Flush()
        {
        }
    }
}
