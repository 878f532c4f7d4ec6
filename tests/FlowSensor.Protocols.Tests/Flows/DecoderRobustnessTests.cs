using FlowSensor.Protocols.Flows;
using FlowSensor.Protocols.Tests.Packets;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.Flows;

public sealed class DecoderRobustnessTests
{
    private const int Mutations = 100_000;

    public static TheoryData<string> Names => [.. Datagrams.Keys];

    private static Dictionary<string, byte[]> Datagrams { get; } = new()
    {
        ["v5"] = [.. DatagramBuilder.V5(2, sampling: 0x400A).Build(), .. new byte[96]],
        ["v9"] = DatagramBuilder.V9()
            .Set(0).Template(300, (8, 4), (12, 4), (1, 4), (2, 4), (22, 4), (21, 4), (27, 16), (48, 1))
            .Set(1).U16(400).U16(4).U16(8).U16(1).U16(4).U16(48).U16(1).U16(50).U16(4)
            .Set(400).U32(0).U8(1).U32(100)
            .Set(300).Bytes(new byte[82])
            .Build(),
        ["ipfix"] = DatagramBuilder.Ipfix()
            .Set(2).U16(300).U16(5).U16(0x8064).U16(65535).U32(64500).U16(1).U16(4).U16(315).U16(65535).U16(160).U16(8).U16(22).U16(4)
            .Set(3).U16(400).U16(3).U16(1).U16(302).U16(8).U16(305).U16(4).U16(306).U16(4)
            .Set(400).U64(77).U32(1).U32(9)
            .Set(300).U8(3).Bytes(1, 2, 3).U32(77).U8(20).Bytes(new byte[20]).U64(5).U32(6)
            .U8(255).U16(2).Bytes(1, 2).U32(78).U8(0).U64(5).U32(6)
            .Build(),
        ["ipfix sections"] = DatagramBuilder.Ipfix()
            .Set(2).Template(300, (10, 4), (315, 65535)).Template(301, (313, 48))
            .Set(300).U32(1).U8(58).Bytes(Frame.Ethernet(0x8100, [0, 100, 8, 0, .. Frame.IPv4(6, Frame.Tcp(""))]))
            .U32(2).U8(62).Bytes(Frame.Ethernet(0x86DD, Frame.IPv6(17, Frame.Udp(53, []))))
            .Set(301).Bytes(Frame.IPv6(17, Frame.Udp(53, [])))
            .Build(),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_EveryPrefix_NeverThrows(string name)
    {
        byte[] datagram = Datagrams[name];
        for (int length = 0; length <= datagram.Length; length++)
        {
            DecodeTwice(datagram.AsSpan(0, length));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_Mutations_NeverThrowsAndGivesTheSameTwice(string name)
    {
        byte[] original = Datagrams[name];
        byte[] datagram = new byte[original.Length];
        var random = new Random(20_030_413);
        for (int i = 0; i < Mutations; i++)
        {
            original.CopyTo(datagram, 0);
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                datagram[random.Next(datagram.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : random.Next(3) - 1);
            }

            // Half of them keep their version, or most would end in the header.
            if (i % 2 == 0)
            {
                original.AsSpan(0, 2).CopyTo(datagram);
            }

            DecodeTwice(datagram.AsSpan(0, random.Next(5) == 0 ? random.Next(datagram.Length) : datagram.Length));
        }
    }

    [Fact]
    public void Decode_SteadyState_NothingAllocated()
    {
        byte[] datagram = Datagrams["v9"];
        var sink = new CountingSink();
        var decoder = new DatagramDecoder(sink);
        var domain = new ObservationDomain();
        DatagramHeader.TryRead(datagram, out DatagramHeader header);
        decoder.Decode(datagram, header, domain, out _);
        long allocated = AllocatedBytes.Of(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                decoder.Decode(datagram, header, domain, out _);
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal(2 + (5 * 2000), sink.Records);
    }

    private static void DecodeTwice(ReadOnlySpan<byte> datagram)
    {
        if (DatagramHeader.TryRead(datagram, out DatagramHeader header) != DecodeStatus.Ok)
        {
            return;
        }

        var first = new CountingSink();
        DecodeStatus status = new DatagramDecoder(first).Decode(datagram, header, new ObservationDomain(), out DatagramCounts counts);
        var second = new CountingSink();
        Assert.Equal(status, new DatagramDecoder(second).Decode(datagram, header, new ObservationDomain(), out DatagramCounts again));
        Assert.Equal(counts, again);
        Assert.Equal((first.Records, first.Octets), (second.Records, second.Octets));

        // No record takes less than an octet.
        Assert.True(first.Records <= datagram.Length);
    }

    private sealed class CountingSink : IDatagramSink
    {
        public int Records { get; private set; }

        public ulong Octets { get; private set; }

        public void OnFlow(ref FlowRecord record)
        {
            Records++;
            Octets += record.Octets;
        }

        public void OnTemplate(Template template)
        {
        }

        public void OnTemplateWithdrawn(ushort templateId)
        {
        }

        public void OnUnknownSet(ushort setId, ReadOnlySpan<byte> records) => Octets += (ulong)records.Length;
    }
}
