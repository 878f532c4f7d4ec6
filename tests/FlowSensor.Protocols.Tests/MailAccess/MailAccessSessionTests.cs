using System.Text;
using FlowSensor.Protocols.MailAccess;

namespace FlowSensor.Protocols.Tests.MailAccess;

public class MailAccessSessionTests
{
    private const string Pop3 = """
        S: +OK ready <1896.697170952@mail.example.net>
        C: USER someone
        S: +OK
        C: PASS wrong
        S: -ERR [AUTH] Authentication failed
        C: CAPA
        S: +OK|PIPELINING|+OK not a reply|.
        C: USER someone|PASS right|RETR 1
        S: +OK|+OK Logged in|+OK 20 octets|text|-ERR not a reply|..|.
        C: QUIT
        S: +OK bye
        """;

    private const string Imap = """
        S: * OK ready
        C: a1 LOGIN someone wrong
        S: a1 NO [AUTHENTICATIONFAILED] failed
        C: a2 login {7}
        S: + go on
        C: someone {5+}|right
        S: * CAPABILITY IMAP4rev1|a2 OK Logged in
        C: a3 FETCH 1 BODY[]
        S: * 1 FETCH (BODY[] {25}|a9 OK this is no reply!|)|a3 OK done
        C: a9 AUTHENTICATE PLAIN
        S: +
        C: a9 LOGIN x y
        S: a9 NO failed
        C: a4 LOGOUT
        S: * BYE|a4 OK
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10_000)]
    public void Pop3_LoginsAndMultiLineReplies_CountsLogins(int segment)
    {
        Assert.Equal("login:0 login:1 commands:7", MailAccessTranscript.Of(new Pop3Session(), Pop3, segment));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10_000)]
    public void Imap_LiteralsAndAuthenticate_CountsLogins(int segment)
    {
        Assert.Equal("login:0 login:1 login:0 commands:5", MailAccessTranscript.Of(new ImapSession(), Imap, segment));
    }

    [Theory]
    [InlineData("AUTH PLAIN", "S: +OK", "login:1 commands:1")]
    [InlineData("APOP x 1234", "S: -ERR no", "login:0 commands:1")]
    [InlineData("STLS", "S: +OK go", "encrypted commands:1")]
    [InlineData("STLS", "S: -ERR no", "commands:1")]
    [InlineData("TOP 1 0", "S: +OK|.|+OK stray", "commands:1")]
    public void Pop3_Command_GivesOutcome(string command, string reply, string expected)
    {
        Assert.Equal(expected, MailAccessTranscript.Of(new Pop3Session(), $"S: +OK hi\nC: {command}\n{reply}", 1_000));
    }

    [Fact]
    public void Pop3_AuthWithChallenge_TakesAnswerForNoCommand()
    {
        Assert.Equal("login:0 commands:2", MailAccessTranscript.Of(
            new Pop3Session(), "S: +OK hi\nC: AUTH LOGIN\nS: + VXNlcg==\nC: PASS\nS: + UGFzcw==\nC: STLS\nS: -ERR failed\nC: QUIT\nS: +OK", 1_000));
    }

    [Fact]
    public void Imap_StartTls_IsEncrypted()
    {
        Assert.Equal("encrypted commands:1", MailAccessTranscript.Of(
            new ImapSession(), "S: * OK hi\nC: a STARTTLS\nS: a OK go\nC: b LOGIN x y\nS: b OK", 1_000));
    }

    [Fact]
    public void OnClient_Mutations_NeverThrow()
    {
        Random random = new(110);
        MailAccessTranscript sink = new();
        foreach (IMailAccessSession session in new IMailAccessSession[] { new Pop3Session(), new ImapSession() })
        {
            byte[] seed = Encoding.ASCII.GetBytes(session is Pop3Session ? Pop3 : Imap);
            for (int round = 0; round < 20_000; round++)
            {
                session.Reset();
                byte[] bytes = [.. seed.AsSpan(random.Next(seed.Length))];
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                int middle = random.Next(bytes.Length);
                session.OnServer(bytes.AsSpan(0, middle), sink);
                session.OnClient(bytes.AsSpan(middle), sink);
                session.OnClientGap();
                session.OnServerGap();
                session.OnClient(bytes.AsSpan(0, middle), sink);
                session.OnServer(bytes.AsSpan(middle), sink);
            }
        }
    }
}
