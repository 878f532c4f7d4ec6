using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Inspection;

/// <summary>Counts SMTP: in all, by server and by client up to a maximum each, replies by code, recipients a message, greylisting.</summary>
internal sealed class SmtpStatistics
{
    // Upper bounds of the bands of recipients a message; the last has none.
    private static readonly int[] RecipientBands = [1, 2, 5, 10, 50, 100, int.MaxValue];

    private readonly long[] _replies = new long[600];
    private readonly long[] _recipients = new long[RecipientBands.Length];
    private readonly long[] _commands = new long[(int)SmtpCommand.EndOfMessage + 1];
    private readonly HostTable<SmtpCounters> _servers;
    private readonly HostTable<SmtpCounters> _clients;
    private readonly ServerReplies _serverReplies;
    private SmtpCounters _total;

    public SmtpStatistics(InspectionOptions options)
    {
        _servers = new HostTable<SmtpCounters>(options.MaxSmtpHosts);
        _clients = new HostTable<SmtpCounters>(options.MaxSmtpHosts);
        _serverReplies = new ServerReplies(options.MaxSmtpHosts);
        Greylist = new GreylistTable(options.MaxTriplets, options.TripletTimeout);
    }

    public ref readonly SmtpCounters Total => ref _total;

    public GreylistTable Greylist { get; }

    /// <summary>Events of hosts beyond a table's maximum: in the totals only.</summary>
    public long HostsFull => _servers.Full + _clients.Full;

    /// <summary>Sessions in which octets were lost, so that their counts may be short.</summary>
    public long SessionsWithLoss { get; set; }

    /// <summary>Replies that no command was seen for.</summary>
    public long UnmatchedReplies { get; set; }

    public int Servers => _servers.Count;

    public int Clients => _clients.Count;

    public long Commands(SmtpCommand command) => _commands[(int)command];

    public long Replies(int code) => code < _replies.Length ? _replies[code] : 0;

    /// <summary>Codes that were seen, ascending.</summary>
    public IEnumerable<(int Code, long Replies)> ReplyCodes()
    {
        foreach (int code in CountOrder.Ascending(_replies))
        {
            yield return (code, _replies[code]);
        }
    }

    /// <summary>Codes that one server sent, ascending.</summary>
    public IEnumerable<(int Code, long Replies)> ReplyCodes(IpAddress server) =>
        _serverReplies.Of(server);

    /// <summary>Accepted messages by number of recipients: upper bound of the band and messages.</summary>
    public IEnumerable<(int Upper, long Messages)> RecipientsPerMessage() => RecipientBands.Zip(_recipients);

    public SmtpCounters OfServer(IpAddress server) => _servers.Of(server);

    public SmtpCounters OfClient(IpAddress client) => _clients.Of(client);

    /// <summary>Clients with the most sessions.</summary>
    public IReadOnlyList<(IpAddress Client, SmtpCounters Counters)> TopClients(int number) => _clients.Top(number, static counters => counters.Sessions);

    /// <summary>Begins to fetch the client's counts; servers are few and at hand.</summary>
    public void Expect(in SessionRows rows) => _clients.Expect(rows.Client);

    /// <summary>Begins to fetch what looking up a client reads, by the hash of <see cref="HostTable{TCounters}"/>.</summary>
    public void FetchClient(uint hash) => _clients.Fetch(hash);

    public void AddSession(in SessionKey session, ref SessionRows rows)
    {
        _total.Sessions++;
        _servers.Find(session.Server, ref rows.Server).Sessions++;
        _clients.Find(session.Client, ref rows.Client).Sessions++;
    }

    public void AddCommand(in SessionKey session, ref SessionRows rows, SmtpCommand command)
    {
        _commands[(int)command]++;
        if (command is SmtpCommand.Mail or SmtpCommand.Rcpt)
        {
            int mail = command == SmtpCommand.Mail ? 1 : 0;
            AddEnvelope(ref _total, mail);
            AddEnvelope(ref _servers.Find(session.Server, ref rows.Server), mail);
            AddEnvelope(ref _clients.Find(session.Client, ref rows.Client), mail);
        }
    }

    public void AddEncrypted(in SessionKey session, ref SessionRows rows)
    {
        _total.StartTls++;
        _servers.Find(session.Server, ref rows.Server).StartTls++;
        _clients.Find(session.Client, ref rows.Client).StartTls++;
    }

    /// <summary>An encrypted session ended; its size says whether a message was probably accepted.</summary>
    public void AddEstimate(in SessionKey session, ref SessionRows rows, bool accepted)
    {
        AddEstimate(ref _total, accepted);
        AddEstimate(ref _servers.Find(session.Server, ref rows.Server), accepted);
        AddEstimate(ref _clients.Find(session.Client, ref rows.Client), accepted);
    }

    public void AddReply(in SessionKey session, ref SessionRows rows, in SmtpExchange exchange, long timeMs)
    {
        _replies[exchange.Reply.Code]++;
        _serverReplies.Add(session.Server, exchange.Reply.Code);
        AddExchange(ref _total, exchange);
        AddExchange(ref _servers.Find(session.Server, ref rows.Server), exchange);
        AddExchange(ref _clients.Find(session.Client, ref rows.Client), exchange);
        if (exchange.IsMessageAccepted)
        {
            int band = 0;
            while (exchange.AcceptedRecipients > RecipientBands[band])
            {
                band++;
            }

            _recipients[band]++;
        }

        if (exchange.Command == SmtpCommand.Rcpt)
        {
            Greylist.Add(TripletOf(session.Client, exchange), exchange.Reply.IsPositive, exchange.Reply.IsTransientRefusal, timeMs);
        }
    }

    // Large senders come back from a neighbour: greylisters go by /24, for IPv6 by /64.
    private static ulong TripletOf(IpAddress client, in SmtpExchange exchange)
    {
        IpAddress network = client.IsIPv4 ? IpAddress.FromIPv4(client.IPv4 & 0xFFFF_FF00) : new IpAddress(client.High, 0);
        return network.Hash(exchange.SenderHash) ^ (exchange.RecipientHash * 0x9E37_79B9_7F4A_7C15);
    }

    private static void AddEnvelope(ref SmtpCounters counters, int mail)
    {
        counters.Mail += mail;
        counters.Rcpt += 1 - mail;
    }

    private static void AddEstimate(ref SmtpCounters counters, bool accepted)
    {
        counters.EstimatedAccepted += accepted ? 1 : 0;
        counters.EstimatedRefused += accepted ? 0 : 1;
    }

    private static void AddExchange(ref SmtpCounters counters, in SmtpExchange exchange)
    {
        SmtpReply reply = exchange.Reply;
        switch (exchange.Command)
        {
            case SmtpCommand.Rcpt when reply.IsPositive:
                counters.RcptAccepted++;
                break;

            case SmtpCommand.Rcpt when exchange.IsRecipientRejected:
                counters.Rejects.Count(reply.RejectClass);
                break;

            case SmtpCommand.Auth:
                counters.AuthAccepted += reply.IsPositive ? 1 : 0;
                counters.AuthFailures += reply.IsRefusal ? 1 : 0;
                break;

            case var _ when reply.IsRefusal:
                counters.Refused += exchange.IsMessageEnd ? 1 : 0;
                counters.OtherRefusals += exchange.IsMessageEnd ? 0 : 1;
                break;

            case var _ when exchange.IsMessageAccepted:
                counters.Accepted++;
                break;
        }
    }
}
