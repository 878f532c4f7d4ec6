namespace FlowSensor.Scenarios.Talks;

/// <summary>SMTP sessions (RFC 5321) by outcome, size and encryption, and mailbox sessions.</summary>
internal static class MailScripts
{
    private const int Sizes = 10, Variants = 4;

    // Octets of a message; sessions of the same step differ by their number only.
    private static readonly int[] MessageSizes = [700, 1_400, 2_800, 5_000, 9_000, 16_000, 30_000, 60_000, 120_000, 250_000];

    private static readonly TalkScript[] PlainSessions = Make(encrypted: false);
    private static readonly TalkScript[] EncryptedSessions = Make(encrypted: true);
    private static readonly TalkScript[] FailedSessions =
        [.. Enum.GetValues<MailOutcome>().SelectMany(static outcome => Enumerable.Range(0, Variants).Select(variant => Fail(outcome, variant)))];

    private static readonly TalkScript[] FailedEncryptedSessions =
        [.. Enum.GetValues<MailOutcome>().Select(static outcome => FailEncrypted(outcome))];

    /// <summary>A session.</summary>
    /// <param name="outcome">How it ends.</param>
    /// <param name="octets">Size of the message; the nearest that there is a script for is taken.</param>
    /// <param name="encrypted">The client takes the server's offer of STARTTLS.</param>
    /// <param name="variant">Any number; choices that say nothing about the sender are made by it.</param>
    public static TalkScript Session(MailOutcome outcome, double octets, bool encrypted, int variant)
    {
        if (outcome != MailOutcome.Delivered)
        {
            // What refuses by the address alone does so in the greeting, or after the client has asked for TLS as well.
            bool inTls = outcome is MailOutcome.UnknownUser or MailOutcome.RelayDenied or MailOutcome.Greylisted or MailOutcome.Content
                || (outcome == MailOutcome.Blocked && variant % Variants != 0);
            return encrypted && inTls
                ? FailedEncryptedSessions[(int)outcome]
                : FailedSessions[((int)outcome * Variants) + (variant % Variants)];
        }

        int size = Array.FindIndex(MessageSizes, limit => octets <= limit);
        return (encrypted ? EncryptedSessions : PlainSessions)[((size < 0 ? Sizes - 1 : size) * Variants) + (variant % Variants)];
    }

    private static TalkScript[] Make(bool encrypted) =>
        [.. MessageSizes.SelectMany(size => Enumerable.Range(0, Variants).Select(variant => encrypted ? DeliverEncrypted(size, variant) : Deliver(size, variant)))];

    private static ScriptWriter Greet(ScriptWriter script, int variant) => script
        .Server("220 mx.example.net ESMTP\r\n", variant * 400)
        .Client($"EHLO host{ScriptWriter.Number}.example.com\r\n", 1)
        .Server("250-mx.example.net\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250-STARTTLS\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n");

    private static ScriptWriter Sender(ScriptWriter script) => script
        .Client($"MAIL FROM:<from{ScriptWriter.Number}@example.com> SIZE=4000\r\n", 1)
        .Server("250 2.1.0 Ok\r\n", 2);

    private static TalkScript Deliver(int size, int variant)
    {
        ScriptWriter script = Sender(Greet(new ScriptWriter().Open(), variant));
        for (int recipient = 0; recipient <= variant / 3; recipient++)
        {
            script.Client($"RCPT TO:<to{recipient}{ScriptWriter.Number}@example.net>\r\n", 1).Server("250 2.1.5 Ok\r\n", 30);
        }

        script.Client("DATA\r\n", 1).Server("354 End data with <CR><LF>.<CR><LF>\r\n", 1);
        return script.Bulk(true, size, Fillers.Text)
            .Client("\r\n.\r\n").Server("250 2.0.0 Ok: queued\r\n", 100)
            .Client("QUIT\r\n", 1).Server("221 2.0.0 Bye\r\n").Close().Script;
    }

    private static TalkScript DeliverEncrypted(int size, int variant) => Greet(new ScriptWriter().Open(), variant)
        .Client("STARTTLS\r\n", 1).Server("220 2.0.0 Ready to start TLS\r\n", 1)
        .Encrypted(60, -190, 90, -40, 70, -40, 28, -60, size + 22, -60, 28, -40).Close().Script;

    private static TalkScript FailEncrypted(MailOutcome outcome) => Greet(new ScriptWriter().Open(), 1)
        .Client("STARTTLS\r\n", 1).Server("220 2.0.0 Ready to start TLS\r\n", 1)
        .Encrypted(outcome == MailOutcome.Content
            ? [60, -190, 90, -40, 70, -40, 28, -60, 5_000, -110, 28, -40]
            : [60, -190, 90, -40, 70, -110, 28, -40])
        .Close().Script;

    private static TalkScript Fail(MailOutcome outcome, int variant)
    {
        ScriptWriter script = new();
        switch (outcome)
        {
            case MailOutcome.Unanswered:
                script.Bare(true, TcpFlag.Syn).Bare(true, TcpFlag.Syn, 1_000);
                return (variant < 2 ? script.Bare(true, TcpFlag.Syn, 2_000) : script).Script;
            case MailOutcome.Refused:
                return script.Bare(true, TcpFlag.Syn).Bare(false, TcpFlag.Reset).Script;
            case MailOutcome.Blocked when variant == 0:
                return script.Open().Server("554 5.7.1 Service unavailable; Client host blocked using a list\r\n", 300).Client("QUIT\r\n", 1).Close().Script;
        }

        Sender(Greet(script.Open(), variant)).Client($"RCPT TO:<to{ScriptWriter.Number}@example.net>\r\n", 1);
        if (outcome == MailOutcome.Content)
        {
            return script.Server("250 2.1.5 Ok\r\n", 30).Client("DATA\r\n", 1).Server("354 Go ahead\r\n", 1)
                .Bulk(true, 2_800 << variant, Fillers.Text).Client("\r\n.\r\n")
                .Server("550 5.7.1 Message content rejected\r\n", 300).Client("QUIT\r\n", 1).Server("221 2.0.0 Bye\r\n").Close().Script;
        }

        script.Server(outcome switch
        {
            MailOutcome.UnknownUser => "550 5.1.1 Recipient address rejected: User unknown in local recipient table\r\n",
            MailOutcome.RelayDenied => "554 5.7.1 Relay access denied\r\n",
            MailOutcome.Greylisted => "450 4.2.0 Recipient address rejected: Greylisted\r\n",
            _ => "554 5.7.1 Service unavailable; Client host blocked using a list\r\n",
        }, 40);
        return variant == 3 ? script.Abort(1).Script : script.Client("QUIT\r\n", 1).Server("221 2.0.0 Bye\r\n").Close().Script;
    }
}
