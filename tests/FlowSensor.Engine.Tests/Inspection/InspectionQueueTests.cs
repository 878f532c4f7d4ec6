using System.Buffers.Binary;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Packets;
using FlowSensor.Protocols.Pcap;
using FlowSensor.Protocols.Smtp;
using FlowSensor.Protocols.Tests.Packets;

namespace FlowSensor.Engine.Tests.Inspection;

public sealed class InspectionQueueTests
{
    private const long Start = 1_767_225_600_000;

    // A query for the MX of example.org.
    private static readonly byte[] Query = Convert.FromHexString("123401000001000000000000076578616d706c65036f726700000f0001");

    [Fact]
    public void Settle_AfterPacketsOfEveryKind_HasCountedEach()
    {
        PacketInspector inspector = New();
        InspectionQueue queue = new(inspector);
        for (int round = 0; round < 50; round++)
        {
            Add(queue, Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, Query))));
            Add(queue, Segment("EHLO a.example\r\n"));
        }

        long before = inspector.Dns.Queries;
        queue.Settle();

        Assert.InRange(before, 1, 49);
        Assert.Equal(50, inspector.Dns.Queries);
        Assert.Equal(100, inspector.Inspected);
        Assert.Equal(50, inspector.Reassembly.Segments);
    }

    [Fact]
    public void Settle_ConfiguredServerFirstSeenByAQuery_IsKnownToTheSessionsOfTheGroup()
    {
        IpAddress server = IpAddress.FromIPv4(0xC000_0201);
        MailServerStatistics mail = new(new MailStatisticsOptions { Servers = { server } }, MailCalendar.Default);
        InspectionQueue queue = new(new PacketInspector(new InspectionOptions(), mail));
        byte[] greeting = Frame.Tcp("220 mx.example.org\r\n");
        (greeting[0], greeting[1], greeting[2], greeting[3], greeting[13]) = (0, 25, 0x9C, 0x40, 0x18);
        byte[] answer = Frame.IPv4(6, greeting);
        answer.AsSpan(12, 4).CopyTo(answer.AsSpan(16));
        BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(12), 0xC633_6401);
        Add(queue, Frame.Ethernet(0x0800, answer));
        Add(queue, Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, Query))));
        queue.Settle();

        Assert.Equal(1, mail.FindDay(server, MailCalendar.Default.DayOf(Start, out _))!.Total().Transferred);
    }

    [Theory]
    [InlineData("UDP at the port of SMTP", 17, 25)]
    [InlineData("UDP at no port", 17, 9)]
    [InlineData("neither TCP nor UDP", 132, 53)]
    public void Add_PacketThatIsNotInspected_LeavesItsPlaceToTheNext(string what, byte protocol, ushort port)
    {
        Assert.NotEmpty(what);
        PacketInspector inspector = New();
        InspectionQueue queue = new(inspector);
        for (int round = 0; round < 40; round++)
        {
            Add(queue, Frame.Ethernet(0x0800, Frame.IPv4(protocol, Frame.Udp(port, Query))));
            Add(queue, Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, QueryOf((ushort)(1 + round))))));
        }

        queue.Settle();

        Assert.Equal(40, inspector.Inspected);
        Assert.Equal(Enumerable.Range(1, 40).Select(static type => ((ushort)type, 1L)), inspector.Dns.Types().Order());
    }

    [Fact]
    public void Add_PayloadLongerThanTheRoom_IsInspectedBehindWhatWaits()
    {
        PacketInspector inspector = New();
        InspectionQueue queue = new(inspector);
        Add(queue, Segment("MAIL FROM:<a@example.org>\r\n"));
        Add(queue, Segment(string.Concat(Enumerable.Repeat("NOOP\r\n", 5_000))));
        queue.Settle();

        Assert.Equal(1, inspector.Smtp.Commands(SmtpCommand.Mail));
        Assert.InRange(inspector.Smtp.Commands(SmtpCommand.Noop), 4_000, 5_000);
        Assert.Equal(2, inspector.Reassembly.Segments);
    }

    [Fact]
    public void Add_PayloadsThatFillTheRoom_EachIsInspected()
    {
        PacketInspector inspector = New();
        PacketInspector direct = New();
        InspectionQueue queue = new(inspector);
        int octets = 0;
        for (int round = 0; round < 30; round++)
        {
            // Sessions of their own, each with one segment of another length, so that a payload taken for another one's is missed.
            string[] payloads =
            [
                $"MAIL FROM:<{new string('m', 40 + round)}@example.org>\r\n",
                string.Concat(Enumerable.Repeat($"RCPT TO:<r{round}@example.net>\r\n", 1 + (round % 60))),
                string.Concat(Enumerable.Repeat("NOOP\r\n", 150 + (7 * round))),
                "",
                "RSET\r\n",
            ];
            for (int session = 0; session < payloads.Length; session++)
            {
                Both(Segment(payloads[session], 30_000 + (round * payloads.Length) + session));
                octets += payloads[session].Length;
            }

            Both(Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, QueryOf((ushort)(1 + round))))));
            Both(Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, AnswerOf((byte)(round % 6))))));
        }

        queue.Settle();

        Assert.True(octets > 2 * 16_384);
        Assert.Equal(210, inspector.Inspected);
        Assert.Equal(210, direct.Inspected);
        Assert.Equal(150, inspector.Reassembly.Segments);
        Assert.Equal(Commands(direct), Commands(inspector));
        Assert.True(direct.Smtp.Commands(SmtpCommand.Noop) > 4_000);
        Assert.Equal((30, 30), (direct.Smtp.Commands(SmtpCommand.Mail), direct.Smtp.Commands(SmtpCommand.Rset)));
        Assert.Equal(direct.Dns.Types().Order(), inspector.Dns.Types().Order());
        Assert.Equal(30, inspector.Dns.Types().Count());
        Assert.Equal((30, 30), (inspector.Dns.Queries, inspector.Dns.Responses));
        Assert.Equal(Enumerable.Range(0, 6).Select(static code => (code, 5L)), inspector.Dns.ResponseCodes().Order());
        Assert.Equal(Clients(direct), Clients(inspector));

        void Both(byte[] frame)
        {
            Add(queue, frame);
            new PacketParser().Parse(LinkType.Ethernet, frame, frame.Length, out PacketHeaders headers);
            direct.Add(headers, frame.AsSpan(headers.PayloadOffset, headers.PayloadLength), Start);
        }
    }

    // Payloads that end at the last octet of the room, and the next that has to wait for it to become free.
    [Theory]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(16_385)]
    public void Add_PayloadsAtTheBorderOfTheRoom_EachIsInspected(int total)
    {
        PacketInspector inspector = New();
        InspectionQueue queue = new(inspector);
        string[] commands = ["MAIL FROM:<a@example.org>\r\n", "RCPT TO:<abc@example.org>\r\n"];
        for (int session = 0; session < 16; session++)
        {
            int length = session < 15 ? 1_024 : total - (15 * 1_024);
            string command = commands[session % 2];
            string noops = string.Concat(Enumerable.Repeat("NOOP\r\n", (length - command.Length) / 6));
            Add(queue, Segment(command + noops + new string(' ', length - command.Length - noops.Length), 30_000 + session));
        }

        Add(queue, Segment("RSET\r\n", 40_000));
        Add(queue, Frame.Ethernet(0x0800, Frame.IPv4(17, Frame.Udp(53, QueryOf(15)))));
        queue.Settle();

        Assert.Equal((8, 8), (inspector.Smtp.Commands(SmtpCommand.Mail), inspector.Smtp.Commands(SmtpCommand.Rcpt)));
        Assert.Equal((1, 1), (inspector.Smtp.Commands(SmtpCommand.Rset), inspector.Dns.OfType(15)));
        Assert.Equal(16 * ((1_024 - commands[0].Length) / 6), inspector.Smtp.Commands(SmtpCommand.Noop));
    }

    private static PacketInspector New() =>
        new(new InspectionOptions(), new MailServerStatistics(new MailStatisticsOptions(), MailCalendar.Default));

    private static byte[] QueryOf(ushort type) => [.. Query[..^4], (byte)(type >> 8), (byte)type, 0, 1];

    private static IEnumerable<(IpAddress Client, long Queries, long Answers, long Names)> Clients(PacketInspector inspector) => inspector.Dns.TopClients(10)
        .Select(static client => (client.Client, client.Counters.Queries, client.Counters.Responses, client.Counters.DistinctNames));

    private static byte[] AnswerOf(byte code) => [.. Query[..2], 0x81, (byte)(0x80 | code), .. Query[4..]];

    private static long[] Commands(PacketInspector inspector) => [.. Enum.GetValues<SmtpCommand>().Select(command => inspector.Smtp.Commands(command))];

    // To port 25, PSH and ACK.
    private static byte[] Segment(string payload, int port = 40_000)
    {
        byte[] segment = Frame.Tcp(payload);
        BinaryPrimitives.WriteUInt16BigEndian(segment, (ushort)port);
        segment[13] = 0x18;
        return Frame.Ethernet(0x0800, Frame.IPv4(6, segment));
    }

    private static void Add(InspectionQueue queue, byte[] frame)
    {
        new PacketParser().Parse(LinkType.Ethernet, frame, frame.Length, out PacketHeaders headers);
        queue.Add(headers, frame.AsSpan(headers.PayloadOffset, headers.PayloadLength), Start);
    }
}
