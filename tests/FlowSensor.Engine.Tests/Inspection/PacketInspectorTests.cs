using System.Text;
using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Tests.Inspection;

public class PacketInspectorTests
{
    private static readonly IpAddress Client = IpAddress.Parse("198.51.100.7");
    private static readonly IpAddress Server = IpAddress.Parse("192.0.2.25");

    private readonly MailServerStatistics _mail = new(new MailStatisticsOptions(), MailCalendar.Default);

    [Fact]
    public void Add_Session_FeedsSmtpAndMailStatistics()
    {
        PacketInspector inspector = New();
        Smtp(inspector, 4000).Open().Server("220 mx ESMTP\r\n").Client("EHLO c\r\n").Server("250 mx\r\n")
            .Client("MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nRCPT TO:<c@example.net>\r\nDATA\r\n")
            .Server("250 ok\r\n250 ok\r\n550 5.1.1 User unknown\r\n354 go\r\n").Client("x\r\n.\r\n").Server("250 queued\r\n")
            .Client("QUIT\r\n").Server("221 bye\r\n").Close();

        Assert.Equal(1, inspector.Smtp.Total.Sessions);
        Assert.Equal((1, 2, 1), (inspector.Smtp.Total.Mail, inspector.Smtp.Total.Rcpt, inspector.Smtp.Total.Accepted));
        Assert.Equal(1, inspector.Smtp.OfServer(Server).Rejects.Of(SmtpRejectClass.UserUnknown));
        Assert.Equal(1, inspector.Smtp.OfClient(Client).Accepted);
        Assert.Equal(4, inspector.Smtp.Replies(250));
        Assert.Equal((1, 1L), inspector.Smtp.RecipientsPerMessage().First());
        MailServerRow row = Assert.Single(MailServerRow.Of(_mail));
        Assert.Equal((Server, 1, 1, 1), (row.Server, row.Total.Connections, row.Total.Accepted, row.Total.Rejected));
        Assert.Equal(1, inspector.Reassembly.Closed);
        Assert.Equal(0, inspector.Reassembly.OpenedMidstream);
    }

    [Fact]
    public void Add_SegmentsInAnyOrderAndTwice_GivesSameCounts()
    {
        byte[] commands = Encoding.ASCII.GetBytes("EHLO c\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n");
        Random random = new(6);
        for (int round = 0; round < 500; round++)
        {
            PacketInspector inspector = New();
            Conversation smtp = Smtp(inspector, 4000).Open().Server("220 mx\r\n");
            uint start = smtp.ClientNext;
            List<(int At, int Length)> segments = [];
            for (int at = 0; at < commands.Length;)
            {
                int length = Math.Min(random.Next(1, 20), commands.Length - at);
                segments.Add((at, length));
                segments.Add((Math.Max(0, at - random.Next(10)), length));
                at += length;
            }

            (int At, int Length)[] shuffled = [.. segments];
            random.Shuffle(shuffled);
            foreach ((int at, int length) in shuffled)
            {
                smtp.SendData(true, start + (uint)at, commands.AsSpan(at, length));
            }

            smtp.ClientNext += (uint)commands.Length;
            smtp.Server("250 mx\r\n250 ok\r\n250 ok\r\n354 go\r\n").Client("x\r\n.\r\n").Server("250 queued\r\n").Close();
            Assert.Equal(1, inspector.Smtp.Total.Accepted);
            Assert.Equal(0, inspector.Reassembly.Gaps);
            Assert.Equal(4, inspector.Smtp.Commands(SmtpCommand.Ehlo) + inspector.Smtp.Commands(SmtpCommand.Mail)
                + inspector.Smtp.Commands(SmtpCommand.Rcpt) + inspector.Smtp.Commands(SmtpCommand.Data));
        }
    }

    [Fact]
    public void Add_LostSegmentThatWasAcknowledged_IsAGapAndTheRestIsRead()
    {
        PacketInspector inspector = New();
        Conversation smtp = Smtp(inspector, 4000).Open().Server("220 mx\r\n").Client("MAIL FROM:<a@example.com>\r\n").Server("250 ok\r\n")
            .Client("RCPT TO:<b@example.net>\r\n").Server("250 ok\r\n").Client("DATA\r\n").Server("354 go\r\n").Client("first\r\n");
        smtp.ClientNext += 1_460;
        smtp.Client("last\r\n.\r\n").Server("250 queued\r\n").Client("QUIT\r\n").Server("221 bye\r\n").Close();

        Assert.Equal(1, inspector.Smtp.Total.Accepted);
        Assert.Equal((1, 1_460), (inspector.Reassembly.Gaps, inspector.Reassembly.LostOctets));
        Assert.Equal(1, inspector.Smtp.Commands(SmtpCommand.Quit));
        Assert.Equal(1, inspector.Smtp.SessionsWithLoss);
    }

    [Fact]
    public void Add_ConnectionWithoutAWord_Counts()
    {
        PacketInspector inspector = New();
        Smtp(inspector, 4000).Open().Close();

        Assert.Equal(1, inspector.Smtp.Total.Sessions);
    }

    [Fact]
    public void Add_SessionBegunBeforeTheCapture_CountsItsEventsOnly()
    {
        PacketInspector inspector = New();
        Smtp(inspector, 4000).Client("RSET\r\n").Server("250 ok\r\n");

        Assert.Equal((0, 1), (inspector.Smtp.Total.Sessions, inspector.Reassembly.OpenedMidstream));
        Assert.Equal(1, inspector.Smtp.Commands(SmtpCommand.Rset));
    }

    [Fact]
    public void Add_LateRetransmissionAfterEnd_StartsNoSession()
    {
        PacketInspector inspector = New();
        Conversation smtp = Smtp(inspector, 4000).Open().Server("220 mx\r\n").Client("QUIT\r\n").Server("221 bye\r\n").Close();
        smtp.SendData(true, smtp.ClientNext - 7, "QUIT\r\n"u8);

        Assert.Equal(1, inspector.Reassembly.Opened);
        smtp.ClientNext += 100_000;
        smtp.Open().Server("220 mx\r\n");
        Assert.Equal(2, inspector.Smtp.Total.Sessions);
    }

    [Fact]
    public void Add_PortUsedAgainWithoutAnEnd_IsANewSession()
    {
        PacketInspector inspector = New();
        Conversation smtp = Smtp(inspector, 4000).Open().Server("220 mx\r\n");
        smtp.ClientNext += 1_000_000;
        smtp.Open().Server("220 mx\r\n").Client("QUIT\r\n").Server("221 bye\r\n");

        Assert.Equal(2, inspector.Smtp.Total.Sessions);
        Assert.Equal(2, inspector.Smtp.Replies(220));
    }

    [Fact]
    public void Add_EncryptedSessions_AreEstimatedFromSize()
    {
        PacketInspector inspector = New();
        foreach ((ushort port, int size) in new[] { ((ushort)4000, 4_000), ((ushort)4001, 300) })
        {
            Conversation smtp = Smtp(inspector, port).Open().Server("220 mx\r\n").Client("STARTTLS\r\n").Server("220 go\r\n");
            for (int record = 0; record < 6; record++)
            {
                smtp.Client("\u0016" + new string('x', size / 6)).Server("\u0016" + new string('y', 90));
            }

            smtp.Close();
        }

        Assert.Equal((2, 1, 1), (inspector.Smtp.Total.StartTls, inspector.Smtp.Total.EstimatedAccepted, inspector.Smtp.Total.EstimatedRefused));
        MailServerRow row = Assert.Single(MailServerRow.Of(_mail));
        Assert.True(row.IsEstimated);
        Assert.Equal((2, 1, 1), (row.Total.Connections, row.Total.Accepted, row.Total.EstimatedAccepted));
    }

    [Fact]
    public void Add_GreylistedSenderThatReturns_GivesItsDelay()
    {
        PacketInspector inspector = New();
        Conversation first = Smtp(inspector, 4000).Open().Server("220 mx\r\n").Client("MAIL FROM:<a@example.com>\r\n").Server("250 ok\r\n")
            .Client("RCPT TO:<b@example.net>\r\n").Server("450 4.2.0 Greylisted\r\n").Close();
        Conversation second = Smtp(inspector, 4001);
        second.TimeMs = first.TimeMs + 400_000;
        second.Open().Server("220 mx\r\n").Client("MAIL FROM:<a@example.com>\r\n").Server("250 ok\r\n")
            .Client("RCPT TO:<b@example.net>\r\n").Server("250 ok\r\n").Close();

        GreylistTable greylist = inspector.Smtp.Greylist;
        Assert.Equal((1, 1, 1, 0), (greylist.Deferred, greylist.Returned, greylist.AcceptedLater, greylist.Count));
        Assert.Equal(900, Assert.Single(greylist.AcceptDelays.Bands(), static band => band.Count > 0).UpperSeconds);
    }

    [Fact]
    public void Add_DnsOverTcpInPieces_CountsQuery()
    {
        PacketInspector inspector = New();
        string query = "\0\u001d\u0012\u0034\u0001\0\0\u0001\0\0\0\0\0\0\u0007example\u0003com\0\0\u000f\0\u0001";
        Conversation dns = new Conversation(inspector, Client, 4000, Server, 53).Open().Client(query[..1]).Client(query[1..20]).Client(query[20..]);
        dns.Close();

        Assert.Equal((1, 1, 1), (inspector.Dns.Queries, inspector.Dns.OverTcp, inspector.Dns.OfType(15)));
    }

    private static Conversation Smtp(PacketInspector inspector, ushort port) => new(inspector, Client, port, Server, 25);

    private PacketInspector New() => new(new InspectionOptions(), _mail);
}
