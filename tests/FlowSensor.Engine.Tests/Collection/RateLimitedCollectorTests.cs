using System.Buffers.Binary;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Tests.Flows;
using FlowSensor.Protocols.Tests.Pcap;
using FlowSensor.Protocols.Tests.SFlow;

namespace FlowSensor.Engine.Tests.Collection;

/// <summary>An exporter over its limit: part of it is read, the estimate stays that of all, and nobody else notices.</summary>
public sealed class RateLimitedCollectorTests
{
    private const uint Seconds = 1_700_000_000;
    private const long Arrival = Seconds * 1000L;
    private const int RecordsPerDatagram = 20;
    private const int Limit = 2_000;

    private static readonly IpAddress Flooder = IpAddress.Parse("192.0.2.1");
    private static readonly IpAddress Quiet = IpAddress.Parse("2001:db8::2");

    private readonly SumAccount _account = new();

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(10)]
    public void Receive_FloodOfOneExporter_OthersWholeEstimateCloseLedgerExact(int version)
    {
        Collector collector = New();
        Stream flood = new(version, 7);
        Stream quiet = new(version, 3);
        ulong sent = 0;
        long quietDatagrams = 0;

        // Fifty times the limit for twenty seconds, and beside it an exporter with a twentieth of it.
        const int PerSecond = 50 * Limit / RecordsPerDatagram;
        for (int i = 0; i < 20 * PerSecond; i++)
        {
            long arrival = Arrival + (1_000L * i / PerSecond);
            sent += flood.Send(collector, Flooder, arrival, octets: (uint)(100 + (i % 977)));
            if (i % 1_000 == 0)
            {
                quiet.Send(collector, Quiet, arrival, octets: 500);
                quietDatagrams++;
            }
        }

        Ledger ledger = LedgerOf(collector, Flooder);
        Assert.Equal(flood.Datagrams, ledger.Datagrams);
        Assert.Equal(ledger.Datagrams, ledger.Decoded + ledger.Pending + ledger.DroppedTotal);
        Assert.Equal(ledger.DroppedTotal, ledger.Dropped(DropCause.RateLimited));
        Assert.Equal(flood.Records, ledger.Records + ledger.LimitedRecords);
        Assert.Equal(ledger.Records, _account.Of(Flooder).Records);
        Assert.InRange(ledger.Records, 10 * Limit, 24 * Limit);
        Assert.Equal(0, ledger.SequenceLost);

        Assert.InRange(_account.Of(Flooder).EstimatedOctets / (double)sent, 0.96, 1.04);
        Assert.True(_account.Of(Flooder).Octets < sent / 20);

        Ledger others = LedgerOf(collector, Quiet);
        Assert.Equal((quiet.Datagrams, quietDatagrams * RecordsPerDatagram, 0L), (others.Decoded, others.Records, others.DroppedTotal));
        Assert.Equal((ulong)others.Records * 500, _account.Of(Quiet).EstimatedOctets);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(10)]
    public void Receive_FloodWithDatagramsThatNeverArrived_TheyAreLostAndNoMore(int version)
    {
        Collector collector = New();
        Stream flood = new(version, 7);
        for (int i = 0; i < 20_000; i++)
        {
            if (i % 1_000 == 999)
            {
                flood.Lose();
            }

            flood.Send(collector, Flooder, Arrival + (i / 10), octets: 100);
        }

        // v5 and IPFIX count records, v9 datagrams.
        Assert.Equal(20 * (version == 9 ? 1 : RecordsPerDatagram), LedgerOf(collector, Flooder).SequenceLost);
        Assert.True(LedgerOf(collector, Flooder).Dropped(DropCause.RateLimited) > 10_000);
    }

    [Fact]
    public void Receive_TemplateChangesDuringAFlood_IsReadAlthoughItsDatagramIsNot()
    {
        Collector collector = New();
        Stream flood = new(9, 0);
        for (int i = 0; i < 10_000; i++)
        {
            flood.Send(collector, Flooder, Arrival, octets: 100);
        }

        // Sixteen templates, of whose datagrams at most a few can be among those read.
        long decoded = LedgerOf(collector, Flooder).Decoded;
        for (int id = 400; id < 416; id++)
        {
            collector.Receive(DatagramBuilder.V9(seconds: Seconds).Set(0).Template(id, (8, 4), (1, 4)).Set(300).U32(1).U32(1).Build(), Flooder, Arrival);
        }

        Exporter exporter = collector.Exporters.All.Single();
        Assert.InRange(LedgerOf(collector, Flooder).Decoded - decoded, 0, 3);
        Assert.All(Enumerable.Range(400, 16), id => Assert.NotNull(exporter.Domain.Templates.Find((ushort)id)));
    }

    [Fact]
    public void Receive_SamplingUnknown_EstimateIsRescaledAndItStaysUnknown()
    {
        Collector collector = New();
        Stream flood = new(9, 0);
        for (int i = 0; i < 10_000; i++)
        {
            flood.Send(collector, Flooder, Arrival + (i / 10), octets: 100);
        }

        SumAccount.Sums sums = _account.Of(Flooder);
        Assert.True(sums.Rescaled > 0);
        Assert.Equal(sums.Records, sums.Unknown);
    }

    [Fact]
    public void Receive_SamplingKnown_IntervalsMultiply()
    {
        Collector collector = New(new CollectorOptions
        {
            MaxRecordsPerSecond = Limit,
            Sampling = [new SamplingOptions { Exporter = Network("192.0.2.0/24"), Interval = 100 }],
        });
        Stream flood = new(5, 0);
        ulong sent = 0;
        for (int i = 0; i < 50_000; i++)
        {
            sent += flood.Send(collector, Flooder, Arrival + (i / 10), octets: 100);
        }

        Assert.InRange(_account.Of(Flooder).EstimatedOctets / (100.0 * sent), 0.95, 1.05);
        Assert.Equal(0, _account.Of(Flooder).Unknown);
    }

    [Fact]
    public void Receive_TwoDomainsOfOneExporter_ShareTheLimit()
    {
        Collector collector = New();
        Stream[] domains = [new(10, 1), new(10, 2)];
        for (int i = 0; i < 20_000; i++)
        {
            domains[i % 2].Send(collector, Flooder, Arrival + (i / 2), octets: 100);
        }

        Assert.Equal(2, collector.Exporters.Count);
        Assert.InRange(collector.Total().Records, 5 * Limit, 13 * Limit);
    }

    [Fact]
    public void Receive_LimitOfItsOwn_LongestPrefixCounts()
    {
        Collector collector = New(new CollectorOptions
        {
            MaxRecordsPerSecond = Limit,
            RateLimits =
            [
                new RateLimitOptions { Exporter = Network("192.0.2.0/24"), MaxRecordsPerSecond = 10 },
                new RateLimitOptions { Exporter = Network("192.0.2.1/32"), MaxRecordsPerSecond = 0 },
                new RateLimitOptions { Exporter = Network("2001:db8::/32"), MaxRecordsPerSecond = 100_000 },
            ],
        });
        IpAddress tight = IpAddress.Parse("192.0.2.9");
        Stream[] streams = [new(5, 1), new(5, 2), new(5, 3)];
        for (int i = 0; i < 1_000; i++)
        {
            streams[0].Send(collector, Flooder, Arrival, octets: 100);
            streams[1].Send(collector, Quiet, Arrival, octets: 100);
            streams[2].Send(collector, tight, Arrival, octets: 100);
        }

        Assert.Equal(1_000 * RecordsPerDatagram, LedgerOf(collector, Flooder).Records);
        Assert.Equal(1_000 * RecordsPerDatagram, LedgerOf(collector, Quiet).Records);
        Assert.InRange(LedgerOf(collector, tight).Records, RecordsPerDatagram, 20 * RecordsPerDatagram);
    }

    [Fact]
    public void Receive_FloodOfSFlow_CountedAndRescaled()
    {
        Collector collector = New();
        byte[] sample = SFlowBytes.FlowSample(1, 5, 6, SFlowBytes.RawHeader(1, 1000, SFlowBytes.TcpFrame()));
        for (uint i = 0; i < 50_000; i++)
        {
            byte[] datagram = SFlowBytes.Datagram(sample, sample);
            BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(16), i);
            collector.Receive(datagram, Flooder, Arrival + (i / 10));
        }

        Ledger ledger = LedgerOf(collector, Flooder);
        Assert.Equal((50_000L, 100_000L, 0L), (ledger.Decoded + ledger.Dropped(DropCause.RateLimited), ledger.Records + ledger.LimitedRecords, ledger.SequenceLost));
        Assert.InRange(ledger.Records, 2 * Limit, 8 * Limit);
        Assert.InRange(_account.Of(Flooder).EstimatedOctets / 100_000_000.0, 0.95, 1.05);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20_000)]
    public void SamplingInterval_OfSFlow_IsTheExportersOwn(uint datagrams)
    {
        Collector collector = New();
        byte[] sample = SFlowBytes.FlowSample(512, 5, 6, SFlowBytes.RawHeader(1, 1000, SFlowBytes.TcpFrame()));
        for (uint i = 0; i < datagrams; i++)
        {
            byte[] datagram = SFlowBytes.Datagram(sample, sample);
            BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(16), i);
            collector.Receive(datagram, Flooder, Arrival + (i / 10));
        }

        Assert.Equal(512L, Assert.Single(collector.Exporters.All).SamplingInterval);
    }

    [Fact]
    public void Receive_DataBeforeItsTemplateUnderAFlood_CountsForWhatItStoodForWhenItCame()
    {
        Collector collector = New();
        Stream known = new(9, 0, template: 500);
        ulong sent = known.Send(collector, Flooder, Arrival, octets: 100);
        for (uint i = 0; i < 20_000; i++)
        {
            // Every second one waits for its template until the end.
            if (i % 2 == 0)
            {
                collector.Receive(Stream.Data(9, 0, known.Next(), 300, 100), Flooder, Arrival + (i / 10));
                sent += 100 * RecordsPerDatagram;
            }
            else
            {
                sent += known.Send(collector, Flooder, Arrival + (i / 10), octets: 100);
            }
        }

        Assert.True(LedgerOf(collector, Flooder).Pending > 50);
        collector.Receive(DatagramBuilder.V9(known.Next(), seconds: Seconds).Set(0).Template(300, (8, 4), (1, 4)).Build(), Flooder, Arrival + 2_000);

        Ledger ledger = LedgerOf(collector, Flooder);
        Assert.Equal(0, ledger.Pending);
        Assert.Equal(ledger.Datagrams, ledger.Decoded + ledger.DroppedTotal);
        Assert.InRange(_account.Of(Flooder).EstimatedOctets / (double)sent, 0.93, 1.07);
    }

    [Fact]
    public void Receive_Flood_NothingAllocated()
    {
        Collector collector = New();
        byte[] template = DatagramBuilder.V9(seconds: Seconds).Set(0).Template(300, (8, 4), (1, 4)).Build();
        byte[] data = Stream.Data(9, 0, 1, 300, 100);
        collector.Receive(template, Flooder, Arrival);
        collector.Receive(data, Flooder, Arrival);
        long arrival = Arrival;
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                collector.Receive(data, Flooder, arrival += i % 10 == 0 ? 1 : 0);
            }
        }));
        Assert.True(collector.Total().Dropped(DropCause.RateLimited) > 100);
    }

    [Fact]
    public void ExporterTable_ExportersGone_TheirLimitsTooAreForgotten()
    {
        RateLimits limits = new(Limit, []);
        ExporterTable table = new(10, new TemplateBudget(10), new SamplingRules([]), limits: limits);
        for (uint i = 0; i < 100; i++)
        {
            Exporter? exporter = table.FindOrAdd(new ExporterKey(IpAddress.FromIPv4(0xC6336400 + i), 9, 0), i * 4_000_000L);
            exporter!.LastSeen = i * 4_000_000L;
        }

        Assert.InRange(limits.Count, 1, 10);
        Assert.Equal(table.Count, limits.Count);
    }

    private static IpPrefix Network(string text)
    {
        Assert.True(IpPrefix.TryParse(text, out IpPrefix network));
        return network;
    }

    private static Ledger LedgerOf(Collector collector, IpAddress exporter)
    {
        Ledger sum = new();
        foreach (Exporter one in collector.Exporters.All.Where(one => one.Key.Address == exporter))
        {
            sum.Add(one.Ledger);
        }

        return sum;
    }

    private Collector New(CollectorOptions? options = null) => new(options ?? new CollectorOptions { MaxRecordsPerSecond = Limit }, _account);

    /// <summary>One observation domain's datagrams with right sequence numbers.</summary>
    private sealed class Stream(int version, uint domain, int template = 300)
    {
        private uint _sequence;

        public long Datagrams { get; private set; }

        public long Records { get; private set; }

        public static byte[] Data(int version, uint domain, uint sequence, int template, uint octets)
        {
            if (version == 5)
            {
                byte[] record = new byte[48];
                BinaryPrimitives.WriteUInt32BigEndian(record, 0xC0000200);
                BinaryPrimitives.WriteUInt32BigEndian(record.AsSpan(20), octets);
                return [.. DatagramBuilder.V5(RecordsPerDatagram, seconds: Seconds, sequence: sequence).Build(), .. Enumerable.Repeat(record, RecordsPerDatagram).SelectMany(static octet => octet)];
            }

            DatagramBuilder builder = (version == 9 ? DatagramBuilder.V9(sequence, domain, seconds: Seconds) : DatagramBuilder.Ipfix(sequence, domain, Seconds)).Set(template);
            for (uint i = 0; i < RecordsPerDatagram; i++)
            {
                builder.U32(0xC0000200 + i).U32(octets);
            }

            return builder.Build();
        }

        /// <summary>Sends one datagram, the template before the first, and returns its octets.</summary>
        public ulong Send(Collector collector, IpAddress exporter, long arrival, uint octets)
        {
            if (version != 5 && Datagrams == 0)
            {
                DatagramBuilder builder = version == 9 ? DatagramBuilder.V9(_sequence++, domain, seconds: Seconds).Set(0) : DatagramBuilder.Ipfix(0, domain, Seconds).Set(2);
                collector.Receive(builder.Template(template, (8, 4), (1, 4)).Build(), exporter, arrival);
                Datagrams++;
            }

            collector.Receive(Data(version, domain, _sequence, template, octets), exporter, arrival);
            Lose();
            Datagrams++;
            Records += RecordsPerDatagram;
            return (ulong)octets * RecordsPerDatagram;
        }

        /// <summary>Passes over a datagram that will never arrive.</summary>
        public void Lose() => _sequence += version == 9 ? 1u : RecordsPerDatagram;

        /// <summary>The number of one more datagram of version 9.</summary>
        public uint Next() => _sequence++;
    }

    /// <summary>Sums by exporter.</summary>
    private sealed class SumAccount : IFlowAccount
    {
        private readonly Dictionary<IpAddress, Sums> _sums = [];

        public Sums Of(IpAddress exporter) => _sums[exporter];

        public void Add(ref FlowRecord record, long eventTime)
        {
            if (!_sums.TryGetValue(record.Exporter, out Sums? sums))
            {
                _sums.Add(record.Exporter, sums = new Sums());
            }

            sums.Records++;
            sums.Octets += record.Octets;
            sums.EstimatedOctets += record.Octets * Math.Max(1, record.SamplingInterval);
            sums.Rescaled += record.SamplingInterval > 1 ? 1 : 0;
            sums.Unknown += record.SamplingInterval == 0 || record.IsSamplingUnknown != 0 ? 1 : 0;
        }

        public void Advance(long watermark)
        {
        }

        public void Flush()
        {
        }

        internal sealed class Sums
        {
            public long Records { get; set; }

            public ulong Octets { get; set; }

            public ulong EstimatedOctets { get; set; }

            public long Rescaled { get; set; }

            public long Unknown { get; set; }
        }
    }
}
