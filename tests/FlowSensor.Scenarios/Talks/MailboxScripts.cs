namespace FlowSensor.Scenarios.Talks;

/// <summary>POP3 (RFC 1939), IMAP (RFC 9051) and submission (RFC 6409) sessions with logins.</summary>
internal static class MailboxScripts
{
    /// <summary>A POP3 login that succeeds; some messages are fetched.</summary>
    public static TalkScript Pop3 { get; } = new ScriptWriter().Open()
        .Server("+OK POP3 ready\r\n", 2).Client($"USER user{ScriptWriter.Number}\r\n", 1).Server("+OK\r\n", 1)
        .Client("PASS secret-word\r\n", 1).Server("+OK Logged in.\r\n", 40).Client("STAT\r\n", 1).Server("+OK 2 8120\r\n", 1)
        .Client("RETR 2\r\n", 1).Server("+OK 4060 octets\r\n", 1).Bulk(false, 4_060, Fillers.Text)
        .Client("QUIT\r\n", 1).Server("+OK Logging out.\r\n", 1).Close().Script;

    /// <summary>A POP3 login that fails.</summary>
    public static TalkScript Pop3Failed { get; } = new ScriptWriter().Open()
        .Server("+OK POP3 ready\r\n", 2).Client($"USER user{ScriptWriter.Number}\r\n", 1).Server("+OK\r\n", 1)
        .Client("PASS wrong-word\r\n", 1).Server("-ERR [AUTH] Authentication failed.\r\n", 2_000).Client("QUIT\r\n", 1)
        .Server("+OK Logging out\r\n", 1).Close().Script;

    /// <summary>An IMAP login that fails.</summary>
    public static TalkScript ImapFailed { get; } = new ScriptWriter().Open()
        .Server("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n", 2).Client($"a1 LOGIN user{ScriptWriter.Number} wrong-word\r\n", 1)
        .Server("a1 NO [AUTHENTICATIONFAILED] Authentication failed.\r\n", 2_000).Client("a2 LOGOUT\r\n", 1)
        .Server("* BYE Logging out\r\na2 OK Logout completed.\r\n", 1).Close().Script;

    /// <summary>A submission login that fails.</summary>
    public static TalkScript SubmissionFailed { get; } = new ScriptWriter().Open()
        .Server("220 mail.example.net ESMTP\r\n", 10).Client($"EHLO h{ScriptWriter.Number}\r\n", 1)
        .Server("250-mail.example.net\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n", 1).Client("AUTH PLAIN AHVzZXIAd3Jvbmc=\r\n", 1)
        .Server("535 5.7.8 Error: authentication failed\r\n", 2_000).Client("QUIT\r\n", 1).Server("221 2.0.0 Bye\r\n", 1).Close().Script;

    /// <summary>A login within TLS from the first octet that fails: a short session.</summary>
    public static TalkScript EncryptedFailed { get; } = new ScriptWriter().Open()
        .Encrypted(-70, 60, -80, 24, -50).Close(1_500).Script;

    /// <summary>A login within TLS and a look at new messages.</summary>
    public static TalkScript Encrypted { get; } = new ScriptWriter().Open()
        .Encrypted(-70, 60, -900, 40, -300, 60, -12_000, 40, -60).Close(5_000).Script;

    /// <summary>A message submitted within TLS.</summary>
    public static TalkScript Submission { get; } = new ScriptWriter().Open()
        .Encrypted(-60, 40, -200, 60, -50, 90, -40, 70, -40, 28, -60, 6_000, -60, 28, -40).Close().Script;
}
