using FlowSensor.Engine.Inspection;
using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs;

/// <summary>Turns what lines say into counts. How each count of a mail server follows from lines is in docs/decisions/0121.</summary>
internal sealed class LogEventCounter
{
    private readonly LogServers _servers;
    private readonly MailServerStatistics _mail;
    private readonly LogCounters _counters;
    private readonly LogDnsCounters _dns;
    private readonly LogMessageCounter _messages;
    private readonly LogSessionCounter _sessions;
    private IpAddress _lastServer;

    public LogEventCounter(LogStatisticsOptions options, LogServers servers, MailServerStatistics mail, LogCounters counters, LogDnsCounters dns)
    {
        _servers = servers;
        _mail = mail;
        _counters = counters;
        _dns = dns;
        Greylist = new GreylistTable(options.MaxTriplets, options.GreylistTimeout);
        _messages = new LogMessageCounter(options.MaxMessages, mail, counters, Greylist);
        _sessions = new LogSessionCounter(mail, counters, Greylist);
    }

    /// <summary>Recipients refused for now, and who came back.</summary>
    public GreylistTable Greylist { get; }

    /// <summary>Messages that were pushed out of the table.</summary>
    public long MessagesPushedOut => _messages.PushedOut;

    /// <summary>Counts what a line says.</summary>
    public void Count(in LogOrigin origin, in LogEvent read, long timeMs)
    {
        switch (read.Kind)
        {
            case LogEventKind.Query or LogEventKind.Answer:
                if (_dns.Add(read))
                {
                    _mail.DnsQuery(read.Client, timeMs);
                }

                break;
            case LogEventKind.Connect or LogEventKind.ScreenedConnect or LogEventKind.Disconnect:
                _sessions.CountSession(ServerOf(origin, read), origin, read, timeMs);
                break;
            case LogEventKind.Opened or LogEventKind.Queued or LogEventKind.Removed:
                _messages.Count(ServerOf(origin, read), origin, read, timeMs);
                break;
            case LogEventKind.Accepted:
                _sessions.CountProcess(ServerOf(origin, read), origin, read, timeMs);
                _messages.CountAccepted(ServerOf(origin, read), origin, read, timeMs);
                break;
            case LogEventKind.Sent or LogEventKind.Deferred or LogEventKind.Bounced:
                _messages.CountDelivery(ServerOf(origin, read), origin, read, timeMs);
                break;
            case LogEventKind.Rejected:
                _sessions.CountProcess(ServerOf(origin, read), origin, read, timeMs);
                _sessions.CountRefusal(ServerOf(origin, read), read, timeMs);
                break;
            case LogEventKind.Login or LogEventKind.LoginFailed or LogEventKind.LoginsFailed:
                _sessions.CountLogin(ServerOf(origin, read), origin, read, timeMs);
                break;
            case LogEventKind.Routine when origin.Family == LogProgram.Sendmail:
                _sessions.CountProcess(ServerOf(origin, read), origin, read, timeMs);
                break;
            case LogEventKind.Routine:
                _counters.AuthFailures += read.Action.SequenceEqual("authentication failed"u8) ? 1 : 0;
                break;
            default:
                CountVerdict(read);
                break;
        }
    }

    private void CountVerdict(in LogEvent read)
    {
        switch (read.Kind)
        {
            case LogEventKind.Virus:
                _counters.Viruses++;
                _counters.VirusNames.Add(read.Name);
                break;
            case LogEventKind.Spam:
                _counters.Spam++;
                break;
            case LogEventKind.Clean:
                _counters.Clean++;
                break;
            case LogEventKind.GreyNew:
                _counters.GreyNew++;
                break;
            case LogEventKind.GreyEarly:
                _counters.GreyEarly++;
                break;
            case LogEventKind.GreyPassed:
                _counters.GreyPassed++;
                break;
            case LogEventKind.Blacklisted:
                _counters.Blacklisted++;
                break;
            case LogEventKind.Trouble:
                _counters.Trouble++;
                break;
            default:
                break;
        }
    }

    private IpAddress ServerOf(in LogOrigin origin, in LogEvent read)
    {
        IpAddress server = _servers.Of(origin.Host, read.Client, read.Server);
        if (server != _lastServer)
        {
            _lastServer = server;
            _mail.Know(server);
        }

        return server;
    }
}
