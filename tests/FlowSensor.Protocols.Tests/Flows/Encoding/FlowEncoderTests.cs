using System.Buffers.Binary;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Flows.Encoding;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.Flows.Encoding;

public sealed class FlowEncoderTests : IDatagramOutput
{
    private const long Now = 1_700_000_000_123;

    private readonly List<byte[]> _datagrams = [];

    void IDatagramOutput.OnDatagram(ReadOnlySpan<byte> datagram) => _datagrams.Add(datagram.ToArray());

    [Theory]
    [InlineData(ExportProtocol.V5)]
    [InlineData(ExportProtocol.V9)]
    [InlineData(ExportProtocol.Ipfix)]
    public void Add_RandomRecords_DecodeToTheSame(ExportProtocol protocol)
    {
        FlowEncoder encoder = FlowEncoder.Create(new FlowEncoderOptions { Protocol = protocol, ObservationDomainId = 77 }, this);
        List<FlowRecord> sent = [];
        Random random = new(5);
        for (int i = 0; i < 3_000; i++)
        {
            FlowRecord record = Make(random, protocol != ExportProtocol.V5 && random.Next(3) == 0, protocol != ExportProtocol.V5);
            sent.Add(record);
            encoder.Add(ref record, Now);
        }

        encoder.Flush(Now);
        encoder.Flush(Now);
        Assert.Equal((3_000L, 0L, (long)_datagrams.Count), (encoder.Records, encoder.NotEncodable, encoder.Datagrams));
        Assert.All(_datagrams, datagram => Assert.InRange(datagram.Length, 1, 1_400));
        List<FlowRecord> received = Decode(protocol, out int templates);
        Assert.Equal(protocol == ExportProtocol.V5 ? 0 : 2, templates);
        Assert.Equal(sent.Count, received.Count);
        for (int i = 0; i < sent.Count; i++)
        {
            FlowRecord a = sent[i];
            FlowRecord b = received[i];
            Assert.Equal((a.Source, a.Destination, a.SourcePort, a.DestinationPort), (b.Source, b.Destination, b.SourcePort, b.DestinationPort));
            Assert.Equal((a.Protocol, a.TcpFlags, a.Tos), (b.Protocol, b.TcpFlags, b.Tos));
            Assert.Equal((a.Packets, a.Octets, a.First, a.Last), (b.Packets, b.Octets, b.First, b.Last));
            Assert.Equal((a.Input, a.Output, a.SourceAs, a.DestinationAs), (b.Input, b.Output, b.SourceAs, b.DestinationAs));
            Assert.Equal(a.NextHop, b.NextHop.IsNone || b.NextHop == IpAddress.FromIPv4(0) ? default : b.NextHop);
            if (protocol != ExportProtocol.V5)
            {
                Assert.Equal((a.Vlan, a.IcmpTypeCode, a.SamplingInterval), (b.Vlan, b.IcmpTypeCode, b.SamplingInterval));
            }
        }
    }

    [Fact]
    public void Add_Ipfix_SequenceCountsDataRecordsAndLengthIsTheDatagrams()
    {
        FlowEncoder encoder = FlowEncoder.Create(new FlowEncoderOptions { ObservationDomainId = 9, TemplateDatagrams = 2 }, this);
        Fill(encoder, 100);
        uint sequence = 0;
        for (int i = 0; i < _datagrams.Count; i++)
        {
            byte[] datagram = _datagrams[i];
            Assert.Equal(10, Word(datagram, 0));
            Assert.Equal(datagram.Length, Word(datagram, 2));
            Assert.Equal((uint)(Now / 1_000) + 1, Long(datagram, 4));
            Assert.Equal(sequence, Long(datagram, 8));
            Assert.Equal(9U, Long(datagram, 12));

            // Templates in every other datagram.
            int templates = Word(datagram, 16) == 2 ? Word(datagram, 18) : 0;
            Assert.Equal(i % 2 == 0, templates > 0);
            sequence += (uint)((datagram.Length - 16 - templates - 4) / 80);
        }

        Assert.Equal(100U, sequence);
    }

    [Fact]
    public void Add_V9_SequenceCountsDatagramsAndCountHasTemplates()
    {
        FlowEncoder encoder = FlowEncoder.Create(new FlowEncoderOptions { Protocol = ExportProtocol.V9 }, this);
        Fill(encoder, 60);
        int records = 0;
        for (int i = 0; i < _datagrams.Count; i++)
        {
            Assert.Equal((uint)i, Long(_datagrams[i], 12));
            records += Word(_datagrams[i], 2);
        }

        Assert.Equal(60 + 2, records);
    }

    [Fact]
    public void Add_TemplateIntervalPassed_TemplatesComeAgain()
    {
        FlowEncoder encoder = FlowEncoder.Create(new FlowEncoderOptions(), this);
        foreach (long time in (long[])[Now, Now + 59_999, Now + 60_000])
        {
            FlowRecord record = Make(new Random(1), false, true);
            encoder.Add(ref record, time);
            encoder.Flush(time);
        }

        Assert.Equal([2, 256, 2], _datagrams.Select(datagram => Word(datagram, 16)));
    }

    [Fact]
    public void Add_V5_RefusesIPv6AndSplitsLargeCounters()
    {
        FlowEncoder encoder = FlowEncoder.Create(new FlowEncoderOptions { Protocol = ExportProtocol.V5 }, this);
        FlowRecord inet6 = Make(new Random(1), true, true);
        encoder.Add(ref inet6, Now);
        FlowRecord large = Make(new Random(1), false, false);
        large.Packets = 3;
        large.Octets = 10_000_000_000;
        encoder.Add(ref large, Now);
        encoder.Flush(Now);
        Assert.Equal((1L, 3L), (encoder.NotEncodable, encoder.Records));
        List<FlowRecord> received = Decode(ExportProtocol.V5, out _);
        Assert.Equal(10_000_000_000UL, received.Aggregate(0UL, (sum, record) => sum + record.Octets));
        Assert.Equal(3UL, received.Aggregate(0UL, (sum, record) => sum + record.Packets));
    }

    [Theory]
    [InlineData(ExportProtocol.V5)]
    [InlineData(ExportProtocol.V9)]
    [InlineData(ExportProtocol.Ipfix)]
    public void Add_SteadyState_AllocatesNothing(ExportProtocol protocol)
    {
        FlowEncoder encoder = FlowEncoder.Create(new FlowEncoderOptions { Protocol = protocol }, new Discard());
        FlowRecord record = Make(new Random(1), false, true);
        encoder.Add(ref record, Now);
        long allocated = AllocatedBytes.Of(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                encoder.Add(ref record, Now + i);
            }
        });

        Assert.Equal(0, allocated);
    }

    private static void Fill(FlowEncoder encoder, int records)
    {
        Random random = new(3);
        for (int i = 0; i < records; i++)
        {
            FlowRecord record = Make(random, false, true);
            encoder.Add(ref record, Now);
        }

        encoder.Flush(Now);
    }

    private static FlowRecord Make(Random random, bool inet6, bool wide) => new()
    {
        Source = Address(random, inet6),
        Destination = Address(random, inet6),
        NextHop = random.Next(2) == 0 ? default : Address(random, inet6),
        SourcePort = (ulong)random.Next(65_536),
        DestinationPort = (ulong)random.Next(65_536),
        Protocol = random.Next(2) == 0 ? 6UL : 17UL,
        TcpFlags = (ulong)random.Next(256),
        Tos = (ulong)random.Next(256),
        Packets = (ulong)random.Next(1, 1_000_000),
        Octets = wide ? (ulong)random.NextInt64(1, 1L << 40) : (ulong)random.Next(1, int.MaxValue),
        First = Now - random.Next(300_000, 600_000),
        Last = Now - random.Next(0, 300_000),
        Input = (ulong)random.Next(wide ? 1 << 24 : 1 << 16),
        Output = (ulong)random.Next(wide ? 1 << 24 : 1 << 16),
        SourceAs = (ulong)random.Next(wide ? 1 << 30 : 1 << 16),
        DestinationAs = (ulong)random.Next(wide ? 1 << 30 : 1 << 16),
        Vlan = (ulong)random.Next(4_096),
        SamplingInterval = wide ? (ulong)random.Next(1, 5_000) : 0,
    };

    private static IpAddress Address(Random random, bool inet6) => inet6
        ? new IpAddress(0x2001_0DB8_0000_0000UL + (ulong)random.Next(1_000), (ulong)random.NextInt64())
        : IpAddress.FromIPv4(0xC6120000U + (uint)random.Next(1, 1 << 17));

    private static int Word(byte[] datagram, int at) => BinaryPrimitives.ReadUInt16BigEndian(datagram.AsSpan(at));

    private static uint Long(byte[] datagram, int at) => BinaryPrimitives.ReadUInt32BigEndian(datagram.AsSpan(at));

    private List<FlowRecord> Decode(ExportProtocol protocol, out int templates)
    {
        Collected sink = new();
        DatagramDecoder decoder = new(sink);
        ObservationDomain domain = new();
        foreach (byte[] datagram in _datagrams)
        {
            Assert.Equal(DecodeStatus.Ok, DatagramHeader.TryRead(datagram, out DatagramHeader header));
            Assert.Equal((int)protocol, header.Version);
            Assert.Equal(DecodeStatus.Ok, decoder.Decode(datagram, header, domain, out _));
        }

        templates = sink.Templates;
        return sink.Records;
    }

    private sealed class Collected : IDatagramSink
    {
        public List<FlowRecord> Records { get; } = [];

        public int Templates { get; private set; }

        public void OnFlow(ref FlowRecord record) => Records.Add(record);

        public void OnTemplate(Template template) => Templates++;

        public void OnTemplateWithdrawn(ushort templateId) => Assert.Fail("nothing is withdrawn");

        public void OnUnknownSet(ushort setId, ReadOnlySpan<byte> records) => Assert.Fail("every set has its template");
    }

    private sealed class Discard : IDatagramOutput
    {
        public void OnDatagram(ReadOnlySpan<byte> datagram)
        {
        }
    }
}
