using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
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
    public void Settle_AfterPacketsOfEveryKind_HasCountedEachInOrder()
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
        InspectionQueue queue = new(inspector);
        for (int segment = 0; segment < 100; segment++)
        {
            Add(queue, Segment(new string('a', 1_000)));
            Add(queue, Segment(""));
        }

        queue.Settle();

        Assert.Equal(200, inspector.Inspected);
        Assert.Equal(200, inspector.Reassembly.Segments);
    }

    private static PacketInspector New() =>
        new(new InspectionOptions(), new MailServerStatistics(new MailStatisticsOptions(), MailCalendar.Default));

    // From port 40000 to 25, PSH and ACK.
    private static byte[] Segment(string payload)
    {
        byte[] segment = Frame.Tcp(payload);
        segment[13] = 0x18;
        return Frame.Ethernet(0x0800, Frame.IPv4(6, segment));
    }

    private static void Add(InspectionQueue queue, byte[] frame)
    {
        new PacketParser().Parse(LinkType.Ethernet, frame, frame.Length, out PacketHeaders headers);
        queue.Add(headers, frame.AsSpan(headers.PayloadOffset, headers.PayloadLength), Start);
    }
}
