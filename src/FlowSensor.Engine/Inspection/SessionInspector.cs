using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Dns;
using FlowSensor.Protocols.MailAccess;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Inspection;

/// <summary>Gives the octets of each TCP session to the reader of its protocol, and what the readers find to the statistics.</summary>
internal sealed class SessionInspector : ISessionSink, ISmtpSink, IMailAccessSink
{
    // Shorter encrypted mailbox sessions are handshakes, or a password and a refusal.
    private const int LeastMailboxSegments = 5;

    private readonly InspectionOptions _options;
    private readonly InspectedPorts _ports;
    private readonly DnsStatistics _dns;
    private readonly SmtpStatistics _smtp;
    private readonly MailServerStatistics _mail;
    private readonly WireWatch? _watch;
    private readonly SessionReaders _readers = new();
    private MailboxCounters _pop3;
    private MailboxCounters _imap;

    // Whose octets the readers look at now.
    private SessionKey _key;
    private SessionRows _rows;
    private InspectedService _service;
    private long _timeMs;
    private bool _becameOpaque;

    public SessionInspector(
        InspectionOptions options, InspectedPorts ports, DnsStatistics dns, SmtpStatistics smtp, MailServerStatistics mail, WireWatch? watch = null)
    {
        _options = options;
        _ports = ports;
        _dns = dns;
        _smtp = smtp;
        _mail = mail;
        _watch = watch;
    }

    public ref readonly MailboxCounters Pop3 => ref _pop3;

    public ref readonly MailboxCounters Imap => ref _imap;

    private bool IsSubmission => _service is InspectedService.Submission or InspectedService.EncryptedSubmission;

    private bool IsMailbox => _service >= InspectedService.Pop3;

    private bool IsPop3 => _service is InspectedService.Pop3 or InspectedService.EncryptedPop3;

    public void Expect(in SessionRows rows) => _smtp.Expect(rows);

    public void ExpectOpening(in SessionKey key)
    {
        uint hash = HostDayTable.HashOf(key.Client);
        _smtp.FetchClient(hash);
        _mail.Fetch(hash);
    }

    public void OnOpened(ref TcpSession session, long timeMs)
    {
        Enter(session, timeMs);
        session.IsOpaque = _service is InspectedService.EncryptedSubmission or InspectedService.EncryptedPop3 or InspectedService.EncryptedImap;
        if (session.IsEstablished)
        {
            CountSession(ref session);
        }
    }

    public void OnData(ref TcpSession session, bool fromClient, ReadOnlySpan<byte> data, long timeMs)
    {
        Enter(session, timeMs);
        if (!session.IsCounted && IsGreeting(fromClient, data))
        {
            CountSession(ref session);
        }

        _rows = session.Rows;
        session.Reader ??= _readers.Lend(_service, _options.Seed);
        switch (session.Reader)
        {
            case SmtpSession smtp when fromClient:
                smtp.OnClient(data, this);
                break;

            case SmtpSession smtp:
                smtp.OnServer(data, this);
                break;

            case IMailAccessSession mailbox when fromClient:
                mailbox.OnClient(data, this);
                break;

            case IMailAccessSession mailbox:
                mailbox.OnServer(data, this);
                break;

            case DnsTcpReader dns:
                ReadDns(dns, fromClient, data);
                break;
        }

        session.Rows = _rows;
        if (_becameOpaque)
        {
            session.IsOpaque = true;
            session.ClientOctetsAtOpaque = session.Client.Octets;
            session.ClientSegmentsAtOpaque = session.Client.DataSegments;
            ReturnReader(ref session);
        }
    }

    public void OnGap(ref TcpSession session, bool fromClient, long octets, long timeMs)
    {
        Enter(session, timeMs);
        switch (session.Reader)
        {
            case SmtpSession smtp when fromClient:
                smtp.OnClientGap(octets);
                break;

            case SmtpSession smtp:
                smtp.OnServerGap();
                break;

            case IMailAccessSession mailbox when fromClient:
                mailbox.OnClientGap();
                break;

            case IMailAccessSession mailbox:
                mailbox.OnServerGap();
                break;

            case DnsTcpReader dns:
                dns.ClientLost |= fromClient;
                dns.ServerLost |= !fromClient;
                break;
        }
    }

    public void OnClosed(ref TcpSession session, long timeMs)
    {
        Enter(session, timeMs);
        if (session.IsOpaque)
        {
            Estimate(ref session);
        }

        _smtp.SessionsWithLoss += session.HasLoss && !IsMailbox && _service != InspectedService.Dns ? 1 : 0;
        ReturnReader(ref session);
    }

    public void OnCommand(SmtpCommand command) => _smtp.AddCommand(_key, ref _rows, command);

    public void OnReply(in SmtpExchange exchange)
    {
        _smtp.AddReply(_key, ref _rows, exchange, _timeMs);
        if (_watch is not null)
        {
            Watch(_watch, in exchange);
        }

        if (exchange.Command == SmtpCommand.Mail && exchange.Reply.IsPositive)
        {
            _mail.SenderAccepted(_key.Server, IsSubmission, _timeMs);
        }
        else if (exchange.IsRecipientRejected)
        {
            _mail.RecipientRejected(_key.Server, exchange.Reply.RejectClass, exchange.RecipientHash, _timeMs);
        }
        else if (exchange.IsMessageAccepted)
        {
            _mail.MessageAccepted(_key.Server, IsSubmission, estimated: false, _timeMs);
        }
    }

    private void Watch(WireWatch watch, in SmtpExchange exchange)
    {
        if (exchange.Command == SmtpCommand.Rcpt && (exchange.Reply.IsPositive || exchange.IsRecipientRejected))
        {
            watch.Recipient(_key.Server, _key.Client, exchange.IsRecipientRejected ? exchange.Reply.RejectClass : SmtpRejectClass.None, _timeMs);
        }
        else if (exchange.IsMessageEnd && (exchange.Reply.IsPositive || exchange.Reply.IsRefusal))
        {
            watch.Message(_key.Server, _key.Client, exchange.Reply.IsPositive, _timeMs);
        }
        else if (exchange.Command == SmtpCommand.Auth && (exchange.Reply.IsPositive || exchange.Reply.IsRefusal))
        {
            watch.Login(_key.Client, exchange.Reply.IsPositive, _timeMs);
        }
    }

    public void OnCommand()
    {
        ref MailboxCounters counters = ref IsPop3 ? ref _pop3 : ref _imap;
        counters.Commands++;
    }

    public void OnLogin(bool accepted)
    {
        ref MailboxCounters counters = ref IsPop3 ? ref _pop3 : ref _imap;
        counters.Logins += accepted ? 1 : 0;
        counters.FailedLogins += accepted ? 0 : 1;
        _mail.MailboxLogin(_key.Server, IsPop3 ? MailboxProtocol.Pop3 : MailboxProtocol.Imap, accepted, estimated: false, _timeMs);
        _watch?.Login(_key.Client, accepted, _timeMs);
    }

    public void OnEncrypted()
    {
        _becameOpaque = true;
        if (IsMailbox)
        {
            ref MailboxCounters counters = ref IsPop3 ? ref _pop3 : ref _imap;
            counters.Encrypted++;
        }
    }

    private static bool IsGreeting(bool fromClient, ReadOnlySpan<byte> data) => !fromClient
        && (data.StartsWith("220"u8) || data.StartsWith("554"u8) || data.StartsWith("421"u8)
            || data.StartsWith("+OK"u8) || data.StartsWith("* OK"u8) || data.StartsWith("* PREAUTH"u8));

    private void Enter(in TcpSession session, long timeMs)
    {
        _key = session.Key;
        _service = _ports[session.Key.ServerPort];
        _timeMs = timeMs;
        _becameOpaque = false;
    }

    private void CountSession(ref TcpSession session)
    {
        session.IsCounted = true;
        if (IsMailbox)
        {
            ref MailboxCounters counters = ref IsPop3 ? ref _pop3 : ref _imap;
            counters.Sessions++;
            counters.Encrypted += session.IsOpaque ? 1 : 0;
        }
        else if (_service != InspectedService.Dns)
        {
            _smtp.AddSession(_key, ref session.Rows);
            _mail.SmtpConnection(_key.Server, _key.Client, IsSubmission, _timeMs);
            if (!IsSubmission)
            {
                _watch?.Connection(_key.Server, _key.Client, _timeMs);
            }
        }
    }

    private void Estimate(ref TcpSession session)
    {
        long octets = session.Client.Octets - session.ClientOctetsAtOpaque;
        int segments = session.Client.DataSegments - session.ClientSegmentsAtOpaque;
        if (IsMailbox)
        {
            if (segments >= LeastMailboxSegments)
            {
                MailboxProtocol protocol = IsPop3 ? MailboxProtocol.Pop3 : MailboxProtocol.Imap;
                _mail.MailboxLogin(_key.Server, protocol, accepted: true, estimated: true, _timeMs);
            }

            return;
        }

        // A client that says STARTTLS and then nothing never was in TLS.
        if (session.Client.Octets > 0 && octets == 0)
        {
            return;
        }

        if (_service != InspectedService.EncryptedSubmission)
        {
            _smtp.AddEncrypted(_key, ref session.Rows);
        }

        bool accepted = octets >= _options.EncryptedMessageOctets && segments >= _options.EncryptedMessageSegments;
        _smtp.AddEstimate(_key, ref session.Rows, accepted);
        if (accepted)
        {
            _mail.MessageAccepted(_key.Server, IsSubmission, estimated: true, _timeMs);
            _watch?.Message(_key.Server, _key.Client, accepted: true, _timeMs);
        }
    }

    private void ReadDns(DnsTcpReader reader, bool fromClient, ReadOnlySpan<byte> data)
    {
        if (fromClient ? reader.ClientLost : reader.ServerLost)
        {
            return;
        }

        DnsTcpFrames frames = fromClient ? reader.Client : reader.Server;
        while (frames.TryNext(ref data, out ReadOnlySpan<byte> octets, out int wireLength))
        {
            DnsReadStatus status = DnsMessage.TryRead(octets, wireLength, out DnsMessage message);
            IpAddress client = fromClient != message.IsResponse ? _key.Client : _key.Server;
            _dns.Add(client, DnsStatistics.HashOf(client), expected: -1, status, message, overTcp: true);
            if (status == DnsReadStatus.TruncatedHeader)
            {
                continue;
            }

            _watch?.Dns(client, in message, _timeMs);
            if (!message.IsResponse && message.OpCode == 0)
            {
                _mail.DnsQuery(client, DnsStatistics.HashOf(client), _timeMs);
            }
        }
    }

    private void ReturnReader(ref TcpSession session)
    {
        if (session.Reader is SmtpSession smtp)
        {
            _smtp.UnmatchedReplies += smtp.UnmatchedReplies;
        }

        _readers.Return(session.Reader);
        session.Reader = null;
    }
}
