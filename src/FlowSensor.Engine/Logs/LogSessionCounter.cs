using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs;

/// <summary>Counts accesses, refusals and logins.</summary>
internal sealed class LogSessionCounter(MailServerStatistics mail, LogCounters counters, GreylistTable greylist)
{
    // sendmail has a process for each session; its number comes again when all others have been used.
    private const long SessionMs = 600_000;
    private const int MostSessions = 8_192;
    private const int MostServers = 1_024;

    // A line is believed up to here when it says how many commands were accepted or passwords refused.
    private const long MostAtOnce = 1_000;

    private readonly QueueTable _processes = new(MostSessions);
    private readonly HashSet<IpAddress> _screened = [];
    private readonly HashSet<IpAddress> _saidConnect = [];
    private bool _sawPasswordLines;

    /// <summary>Counts a connection, or the end of a session.</summary>
    public void CountSession(IpAddress server, in LogOrigin origin, in LogEvent read, long timeMs)
    {
        if (LogAddresses.IsLoopback(read.Client))
        {
            counters.LocalConnections += read.Kind == LogEventKind.Disconnect ? 0 : 1;
            return;
        }

        switch (read.Kind)
        {
            case LogEventKind.Disconnect:
                for (long accepted = Math.Min(read.Count, MostAtOnce); accepted > 0; accepted--)
                {
                    mail.SenderAccepted(server, read.IsSubmission, timeMs);
                }

                break;
            case LogEventKind.ScreenedConnect:
                if (origin.Family == LogProgram.Postfix && _screened.Count < MostServers)
                {
                    _screened.Add(server);
                }

                mail.SmtpConnection(server, read.Client, read.IsSubmission, timeMs);
                break;
            default:
                if (origin.Family == LogProgram.Sendmail && _saidConnect.Count < MostServers)
                {
                    _saidConnect.Add(server);
                }

                // What postscreen let through was counted when it came.
                if (read.IsSubmission || origin.Family != LogProgram.Postfix || !_screened.Contains(server))
                {
                    mail.SmtpConnection(server, read.Client, read.IsSubmission, timeMs);
                }

                break;
        }
    }

    /// <summary>Where sendmail does not log connections, a process that speaks of a client is one.</summary>
    public void CountProcess(IpAddress server, in LogOrigin origin, in LogEvent read, long timeMs)
    {
        if (origin.Family != LogProgram.Sendmail || origin.Pid == 0 || read.Client.IsNone || LogAddresses.IsLoopback(read.Client) || _saidConnect.Contains(server))
        {
            return;
        }

        ulong key = origin.KeyOf("process"u8) ^ ((ulong)origin.Pid * 0x9E37_79B9_7F4A_7C15);
        ref QueueEntry process = ref _processes.Find(key);
        bool isSame = process.Key == key && process.Client == read.Client && Math.Abs(timeMs - process.TimeMs) < SessionMs;
        process = ref _processes.FindOrAdd(key, timeMs);
        process.Client = read.Client;
        process.TimeMs = timeMs;
        if (!isSame)
        {
            mail.SmtpConnection(server, read.Client, read.IsSubmission, timeMs);
        }
    }

    /// <summary>Counts a refused command: recipients by class, others together.</summary>
    public void CountRefusal(IpAddress server, in LogEvent read, long timeMs)
    {
        if (!read.Stage.SequenceEqual("RCPT"u8))
        {
            counters.OtherRefusals++;
            return;
        }

        ulong recipient = read.Recipient.IsEmpty ? 0 : TextHash.Of(read.Recipient);
        mail.RecipientRejected(server, read.RejectClass, recipient, timeMs);
        if (read.Code is >= 400 and < 500)
        {
            greylist.Add(LogAddresses.Triplet(read.Client, TextHash.Of(read.Sender), recipient), accepted: false, deferred: true, timeMs);
        }
    }

    /// <summary>
    /// Counts a login. Dovecot logs a refused password when it is told to, and at the end of a session how many there were: the first
    /// counts where there is any.
    /// </summary>
    public void CountLogin(IpAddress server, in LogOrigin origin, in LogEvent read, long timeMs)
    {
        MailboxProtocol protocol = read.IsPop3 ? MailboxProtocol.Pop3 : MailboxProtocol.Imap;
        switch (read.Kind)
        {
            case LogEventKind.Login:
                mail.MailboxLogin(server, protocol, accepted: true, estimated: false, timeMs);
                break;
            case LogEventKind.LoginFailed:
                _sawPasswordLines |= origin.Family == LogProgram.Dovecot;
                mail.MailboxLogin(server, protocol, accepted: false, estimated: false, timeMs);
                break;
            default:
                for (long failed = _sawPasswordLines ? 0 : Math.Min(read.Count, MostAtOnce); failed > 0; failed--)
                {
                    mail.MailboxLogin(server, protocol, accepted: false, estimated: false, timeMs);
                }

                break;
        }
    }
}
