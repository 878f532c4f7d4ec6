using System.Globalization;
using System.Text;

namespace FlowSensor.Generator.Packets;

/// <summary>What is said in the TCP sessions of the mix.</summary>
internal static class TalkScripts
{
    private const byte Fin = 0x11, Syn = 0x02, SynAck = 0x12, Ack = 0x10, Push = 0x18;

    /// <summary>SMTP sessions: delivered messages of several sizes, a rejected and a greylisted recipient, two messages.</summary>
    public static TalkStep[][] Smtp() => [.. Enumerable.Range(0, 64).Select(SmtpSession)];

    /// <summary>Other sessions: a request and an answer of some segments.</summary>
    public static TalkStep[][] Web() => [.. Enumerable.Range(0, 16).Select(static variant =>
    {
        List<TalkStep> steps = Open();
        Say(steps, true, new string('q', 80 + (variant * 20)));
        for (int segment = 0; segment <= 4 + (variant * 2); segment++)
        {
            Say(steps, false, new string('a', 100 + (variant * 10)));
            steps.Add(new TalkStep(true, Ack, []));
        }

        Close(steps);
        return steps.ToArray();
    })];

    private static TalkStep[] SmtpSession(int variant)
    {
        string name = variant.ToString(CultureInfo.InvariantCulture);
        List<TalkStep> steps = Open();
        Say(steps, false, "220 mx.example.net ESMTP\r\n");
        Say(steps, true, $"EHLO host{name}.example.com\r\n");
        Say(steps, false, "250-mx.example.net\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n");
        for (int message = 0; message <= variant / 56; message++)
        {
            Say(steps, true, $"MAIL FROM:<sender{name}@example.com> SIZE=1500\r\n");
            Say(steps, false, "250 2.1.0 Ok\r\n");
            Say(steps, true, $"RCPT TO:<user{name}@example.net>\r\n");
            if (variant % 16 is 3 or 9)
            {
                Say(steps, false, variant % 16 == 3
                    ? $"550 5.1.1 <user{name}@example.net>: Recipient address rejected: User unknown in local recipient table\r\n"
                    : $"450 4.2.0 <user{name}@example.net>: Recipient address rejected: Greylisted\r\n");
                break;
            }

            Say(steps, false, "250 2.1.5 Ok\r\n");
            Say(steps, true, "DATA\r\n");
            Say(steps, false, "354 End data with <CR><LF>.<CR><LF>\r\n");
            Say(steps, true, $"Received: from host{name}\r\nSubject: message {name}\r\n\r\n");
            for (int part = 0; part <= variant % 4; part++)
            {
                Say(steps, true, string.Concat(Enumerable.Repeat("A line of an ordinary message, as long as most.\r\n", 8 + (variant % 8))));
                steps.Add(new TalkStep(false, Ack, []));
            }

            Say(steps, true, ".\r\n");
            Say(steps, false, $"250 2.0.0 Ok: queued as 4F{name}\r\n");
        }

        Say(steps, true, "QUIT\r\n");
        Say(steps, false, "221 2.0.0 Bye\r\n");
        Close(steps);
        return [.. steps];
    }

    private static List<TalkStep> Open() => [new(true, Syn, []), new(false, SynAck, []), new(true, Ack, [])];

    private static void Close(List<TalkStep> steps)
    {
        steps.Add(new TalkStep(true, Fin, []));
        steps.Add(new TalkStep(false, Fin, []));
        steps.Add(new TalkStep(true, Ack, []));
    }

    private static void Say(List<TalkStep> steps, bool fromClient, string text) =>
        steps.Add(new TalkStep(fromClient, Push, Encoding.ASCII.GetBytes(text)));
}
