using System.Text;
using FlowSensor.Protocols.Smtp;
using FlowSensor.Protocols.Tests.Pcap;

namespace FlowSensor.Protocols.Tests.Smtp;

public class SmtpSessionTests
{
    // "|" is a line end inside one segment.
    private const string TwoMessages = """
        S: 220 mx.example.net ESMTP
        C: EHLO client.example.com
        S: 250-mx.example.net|250-PIPELINING|250 CHUNKING
        C: MAIL FROM:<a@example.com> SIZE=10|RCPT TO:<b@example.net>|RCPT TO:<nobody@example.net>|DATA
        S: 250 2.1.0 Ok|250 2.1.5 Ok|550 5.1.1 <nobody@example.net>: Recipient address rejected: User unknown in local recipient table
        S: 354 End data with <CR><LF>.<CR><LF>
        C: Subject: one||MAIL FROM:<not@a.command>|..|.x|.
        S: 250 2.0.0 Ok: queued as 1
        C: MAIL FROM:<a@example.com>|RCPT TO:<b@example.net>|BDAT 7|12345
        S: 250 2.1.0 Ok|250 2.1.5 Ok|250 2.0.0 Ok: 7 bytes
        C: BDAT 5 LAST|abc
        S: 250 2.0.0 Ok: queued as 2
        C: QUIT
        S: 221 2.0.0 Bye
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(100_000)]
    public void OnClient_TwoMessages_GivesSameWhateverTheSegments(int segment)
    {
        SmtpTranscript found = SmtpTranscript.Of(TwoMessages, segment);

        Assert.Equal(
            [
                SmtpCommand.Ehlo, SmtpCommand.Mail, SmtpCommand.Rcpt, SmtpCommand.Rcpt, SmtpCommand.Data,
                SmtpCommand.Mail, SmtpCommand.Rcpt, SmtpCommand.Bdat, SmtpCommand.Bdat, SmtpCommand.Quit,
            ],
            found.Commands);
        Assert.Equal(
            "None:220 Ehlo:250 Mail:250 Rcpt:250 Rcpt:550 Data:354 EndOfMessage:250 Mail:250 Rcpt:250 Bdat:250 Bdat:250 Quit:221",
            found.Answers());
        Assert.Equal(2, found.MessagesAccepted);
        Assert.Equal(0, found.Session.UnmatchedReplies);
        Assert.Equal(SmtpRejectClass.UserUnknown, found.Replies[4].Reply.RejectClass);
        Assert.Equal(new EnhancedStatusCode(5, 1, 1), found.Replies[4].Reply.Enhanced);
        Assert.Equal(1, found.Replies[6].AcceptedRecipients);
    }

    [Fact]
    public void OnReply_SameTriplet_GivesSameHashes()
    {
        SmtpTranscript first = SmtpTranscript.Of("S: 220 x\nC: MAIL FROM:<A@Example.com>\nS: 250 ok\nC: RCPT TO:<b@example.net> NOTIFY=NEVER\nS: 450 4.2.0 Greylisted");
        SmtpTranscript second = SmtpTranscript.Of("S: 220 x\nC: mail from: <a@example.com>\nS: 250 ok\nC: rcpt to:<B@EXAMPLE.NET>\nS: 250 ok");

        Assert.Equal(first.Replies[^1].RecipientHash, second.Replies[^1].RecipientHash);
        Assert.Equal(first.Replies[^1].SenderHash, second.Replies[^1].SenderHash);
        Assert.NotEqual(0UL, first.Replies[^1].SenderHash);
        Assert.Equal(SmtpRejectClass.Greylisted, first.Replies[^1].Reply.RejectClass);
    }

    [Fact]
    public void OnServer_StartTlsAccepted_ReadsNothingMore()
    {
        SmtpTranscript found = SmtpTranscript.Of("S: 220 x\nC: EHLO c\nS: 250-x|250 STARTTLS\nC: STARTTLS\nS: 220 2.0.0 Ready\nC: MAIL FROM:<a@example.com>\nS: 250 ok");

        Assert.True(found.Session.IsEncrypted);
        Assert.Equal(1, found.Encrypted);
        Assert.Equal(0, found.Count(SmtpCommand.Mail));
    }

    [Fact]
    public void OnServer_StartTlsRefused_GoesOn()
    {
        SmtpTranscript found = SmtpTranscript.Of("S: 220 x\nC: STARTTLS\nS: 454 4.7.0 TLS not available\nC: MAIL FROM:<a@example.com>\nS: 250 ok");

        Assert.False(found.Session.IsEncrypted);
        Assert.Equal("None:220 StartTls:454 Mail:250", found.Answers());
    }

    [Fact]
    public void OnClient_TlsAtOnce_IsEncrypted()
    {
        SmtpTranscript found = new();
        found.Session.Reset(0);
        found.Feed(true, [0x16, 3, 1, 0, 5], 100);

        Assert.Equal(1, found.Encrypted);
    }

    [Theory]
    [InlineData("AUTH LOGIN", "535 5.7.8 Error: authentication failed")]
    [InlineData("auth login", "235 2.7.0 Authentication successful")]
    public void OnClient_Auth_TakesAnswersForNoCommands(string command, string reply)
    {
        SmtpTranscript found = SmtpTranscript.Of(
            $"S: 220 x\nC: {command}\nS: 334 VXNlcm5hbWU6\nC: UVVJVA==\nS: 334 UGFzc3dvcmQ6\nC: QUIT\nS: {reply}\nC: QUIT\nS: 221 bye");

        Assert.Equal([SmtpCommand.Auth, SmtpCommand.Quit], found.Commands);
        Assert.Equal($"None:220 Auth:334 Auth:334 Auth:{reply[..3]} Quit:221", found.Answers());
    }

    [Fact]
    public void OnClient_MessageBeforeGo_IsNoCommands()
    {
        SmtpTranscript found = SmtpTranscript.Of(
            "C: EHLO c|MAIL FROM:<a@example.com>|RCPT TO:<b@example.net>|DATA|Subject: x||QUITE long|.|QUIT\n"
            + "S: 220-x|220 y\nS: 250 x|250 ok|250 ok|354 go|250 queued|221 bye");

        Assert.Equal("None:220 Ehlo:250 Mail:250 Rcpt:250 Data:354 EndOfMessage:250 Quit:221", found.Answers());
        Assert.Equal(1, found.MessagesAccepted);
        Assert.Equal(5, found.Commands.Count);
    }

    [Fact]
    public void OnClient_DataRefused_GoesOnWithCommands()
    {
        SmtpTranscript found = SmtpTranscript.Of(
            "S: 220 x\nC: MAIL FROM:<a@example.com>|RCPT TO:<b@example.net>|DATA\nS: 250 ok|550 no|554 5.5.1 no valid recipients\nC: RSET|QUIT\nS: 250 ok|221 bye");

        Assert.Equal("None:220 Mail:250 Rcpt:550 Data:554 Rset:250 Quit:221", found.Answers());
        Assert.Equal(0, found.MessagesAccepted);
    }

    [Fact]
    public void OnServerGap_InMessage_StillSeesItsEnd()
    {
        SmtpTranscript found = SmtpTranscript.Of("S: 220 x\nC: MAIL FROM:<a@example.com>\nS: 250 ok\nC: RCPT TO:<b@example.net>\nS: 250 ok\nC: DATA");
        found.Session.OnServerGap();
        found.Feed(false, "rest of 354\r\n"u8, 100);
        found.Feed(true, "text\r\n.\r\n"u8, 100);
        found.Feed(false, "250 queued\r\n"u8, 100);

        Assert.Equal(1, found.MessagesAccepted);
        Assert.True(found.Session.HasLoss);
    }

    [Fact]
    public void OnClientGap_InChunk_CountsTheChunkDown()
    {
        SmtpTranscript found = SmtpTranscript.Of("S: 220 x\nC: MAIL FROM:<a@example.com>|RCPT TO:<b@example.net>|BDAT 3000 LAST\nS: 250 ok|250 ok");
        found.Session.OnClientGap(3000);
        found.Feed(true, "QUIT\r\n"u8, 100);
        found.Feed(false, "250 queued\r\n221 bye\r\n"u8, 100);

        Assert.Equal("None:220 Mail:250 Rcpt:250 Bdat:250 Quit:221", found.Answers());
    }

    [Fact]
    public void OnClient_MutationsAndPrefixes_NeverThrow()
    {
        byte[] seed = Encoding.Latin1.GetBytes(TwoMessages);
        Random random = new(25);
        for (int round = 0; round < 20_000; round++)
        {
            SmtpTranscript found = new();
            found.Session.Reset((ulong)round);
            byte[] bytes = [.. seed.AsSpan(random.Next(seed.Length))];
            for (int flip = random.Next(8); flip > 0; flip--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            for (int at = 0; at < bytes.Length;)
            {
                int length = Math.Min(random.Next(1, 80), bytes.Length - at);
                found.Feed(random.Next(2) == 0, bytes.AsSpan(at, length), random.Next(1, 90));
                at += length;
                if (random.Next(20) == 0)
                {
                    found.Session.OnClientGap(random.Next(5_000));
                    found.Session.OnServerGap();
                }
            }

            Assert.InRange(found.Replies.Count, 0, bytes.Length);
        }
    }

    [Fact]
    public void OnClient_ManyCommandsWithoutReply_StaysBounded()
    {
        SmtpTranscript found = new();
        found.Session.Reset(0);
        byte[] noops = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("NOOP\r\n", 10_000)));
        found.Feed(true, noops, 1460);
        found.Commands.Clear();

        Assert.Equal(0, AllocatedBytes.Of(() => found.Session.OnClient("NOOP"u8, found)));
    }
}
