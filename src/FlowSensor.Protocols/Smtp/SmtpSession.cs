namespace FlowSensor.Protocols.Smtp;

/// <summary>
/// Follows one SMTP session from the octets of both directions, fed in the order of the capture. Knows pipelining (RFC 2920),
/// DATA, BDAT (RFC 3030), AUTH (RFC 4954) and STARTTLS (RFC 3207); keeps no content and no address. Reusable after <see cref="Reset"/>.
/// </summary>
public sealed class SmtpSession
{
    private const byte TlsHandshake = 0x16;

    private readonly LineAssembler _clientLines = new();
    private readonly LineAssembler _serverLines = new();
    private readonly PendingCommands _pending = new();
    private SmtpReplyReader _replies;
    private MessageEndScanner _message;
    private ClientState _state;
    private ulong _seed;
    private ulong _sender;
    private long _chunkLeft;
    private int _acceptedRecipients;
    private int _answersDue;
    private int _messageReplies;
    private bool _clientSpoke;
    private bool _greeted;
    private bool _isLmtp;

    private enum ClientState : byte
    {
        /// <summary>Command lines.</summary>
        Commands,

        /// <summary>DATA was sent, its reply is not seen yet.</summary>
        AwaitingGo,

        /// <summary>Lines of a message up to the dot.</summary>
        Message,

        /// <summary>Octets of a BDAT chunk.</summary>
        Chunk,
    }

    /// <summary>True once nothing can be read any more: TLS.</summary>
    public bool IsEncrypted { get; private set; }

    /// <summary>True when octets of the session were lost, so that counts of it may be short.</summary>
    public bool HasLoss { get; private set; }

    /// <summary>Replies that could not be matched with a command.</summary>
    public int UnmatchedReplies { get; private set; }

    /// <summary>Makes the session new; <paramref name="seed"/> goes into the hashes of addresses.</summary>
    public void Reset(ulong seed)
    {
        _clientLines.Reset();
        _serverLines.Reset();
        _pending.Clear();
        _replies.Reset();
        _state = ClientState.Commands;
        _seed = seed;
        _chunkLeft = 0;
        _answersDue = 0;
        _clientSpoke = false;
        _greeted = false;
        _isLmtp = false;
        IsEncrypted = false;
        HasLoss = false;
        UnmatchedReplies = 0;
        ResetTransaction();
    }

    /// <summary>Takes the next octets that the client sent.</summary>
    public void OnClient(ReadOnlySpan<byte> data, ISmtpSink sink)
    {
        if (!_clientSpoke && !data.IsEmpty)
        {
            _clientSpoke = true;
            if (data[0] == TlsHandshake)
            {
                Encrypt(sink);
            }
        }

        while (!data.IsEmpty && !IsEncrypted)
        {
            switch (_state)
            {
                case ClientState.Chunk:
                    int take = (int)Math.Min(_chunkLeft, data.Length);
                    _chunkLeft -= take;
                    data = data[take..];
                    _state = _chunkLeft == 0 ? ClientState.Commands : ClientState.Chunk;
                    break;

                case ClientState.Message:
                    if (_message.TryFindEnd(ref data))
                    {
                        _state = ClientState.Commands;
                    }

                    break;

                case ClientState.AwaitingGo when !LooksLikeCommand(data):
                    // The client did not wait for 354, or its reply was lost: this can only be the message.
                    BeginMessage();
                    break;

                default:
                    if (_clientLines.TryNext(ref data, out ReadOnlySpan<byte> line))
                    {
                        OnCommandLine(line, sink);
                    }

                    break;
            }
        }
    }

    /// <summary>Takes the next octets that the server sent.</summary>
    public void OnServer(ReadOnlySpan<byte> data, ISmtpSink sink)
    {
        while (!IsEncrypted && _serverLines.TryNext(ref data, out ReadOnlySpan<byte> line))
        {
            if (_replies.TryAdd(line, out SmtpReply reply))
            {
                OnReply(reply, sink);
            }
        }
    }

    /// <summary>The client sent <paramref name="octets"/> that the capture lacks.</summary>
    public void OnClientGap(long octets)
    {
        HasLoss = true;
        switch (_state)
        {
            case ClientState.Message:
                _message.Lose();
                break;

            case ClientState.Chunk when octets <= _chunkLeft:
                _chunkLeft -= octets;
                _state = _chunkLeft == 0 ? ClientState.Commands : ClientState.Chunk;
                break;

            case ClientState.AwaitingGo:
                BeginMessage();
                _message.Lose();
                break;

            default:
                // Commands are missing from the queue: matching starts again with what comes.
                _state = ClientState.Commands;
                _clientLines.SkipLine();
                _pending.Clear();
                break;
        }
    }

    /// <summary>The server sent octets that the capture lacks.</summary>
    public void OnServerGap()
    {
        HasLoss = true;
        _serverLines.SkipLine();
        _replies.Reset();
        bool inMessage = _state is ClientState.Message or ClientState.AwaitingGo;
        _pending.Clear();
        if (inMessage)
        {
            _messageReplies = 1;
            _pending.TryEnqueue(SmtpCommand.EndOfMessage, 0);
        }
    }

    private void OnCommandLine(ReadOnlySpan<byte> line, ISmtpSink sink)
    {
        if (_answersDue > 0)
        {
            // The answer to a 334 challenge: credentials, not a command (RFC 4954 4).
            _answersDue--;
            return;
        }

        SmtpCommand command = SmtpCommandLine.ReadVerb(line);
        ulong hash = 0;
        bool isLastChunk = false;
        switch (command)
        {
            case SmtpCommand.Mail or SmtpCommand.Rcpt:
                hash = SmtpCommandLine.HashPath(line, _seed);
                break;

            case SmtpCommand.Data:
                _state = ClientState.AwaitingGo;
                break;

            case SmtpCommand.Bdat when SmtpCommandLine.TryReadChunk(line, out long size, out isLastChunk):
                _chunkLeft = size;
                _state = size > 0 ? ClientState.Chunk : _state;
                break;

            case SmtpCommand.Lhlo:
                _isLmtp = true;
                break;
        }

        sink.OnCommand(command);
        _pending.TryEnqueue(command, isLastChunk ? 1 : hash);
    }

    private void OnReply(SmtpReply reply, ISmtpSink sink)
    {
        // The first reply of all is the greeting, whether or not the client waited for it.
        bool isGreeting = !_greeted && (_pending.Count == 0 || (reply.Code == 220 && _pending.First != SmtpCommand.StartTls));
        _greeted = true;
        SmtpCommand command = isGreeting ? SmtpCommand.None : _pending.First;

        // 421 closes the session whatever was asked (RFC 5321 3.8).
        if (command == SmtpCommand.None)
        {
            UnmatchedReplies += isGreeting || reply.Code == 421 ? 0 : 1;
            sink.OnReply(new SmtpExchange(SmtpCommand.None, reply, 0, 0, 0, false));
            return;
        }

        if (command == SmtpCommand.Auth && reply.Code == 334)
        {
            _answersDue++;
            sink.OnReply(new SmtpExchange(command, reply, 0, 0, 0, false));
            return;
        }

        if (command == SmtpCommand.EndOfMessage && (reply.IsIntermediate || --_messageReplies > 0))
        {
            sink.OnReply(new SmtpExchange(command, reply, _sender, 0, _acceptedRecipients, false));
            return;
        }

        ulong hash = _pending.Dequeue().Hash;
        Complete(command, hash, reply, sink);
    }

    private void Complete(SmtpCommand command, ulong hash, SmtpReply reply, ISmtpSink sink)
    {
        bool isMessageEnd = false;
        ulong recipient = 0;
        switch (command)
        {
            case SmtpCommand.Mail when reply.IsPositive:
                ResetTransaction();
                _sender = hash;
                break;

            case SmtpCommand.Rcpt:
                recipient = hash;
                _acceptedRecipients += reply.IsPositive ? 1 : 0;
                break;

            case SmtpCommand.Data:
                OnDataReply(reply);
                break;

            case SmtpCommand.Bdat:
                isMessageEnd = hash == 1;
                break;

            case SmtpCommand.EndOfMessage:
                isMessageEnd = true;
                if (_state == ClientState.Message && reply.IsPositive)
                {
                    // The server saw the end, we did not: it was lost.
                    _state = ClientState.Commands;
                }

                break;
        }

        sink.OnReply(new SmtpExchange(
            command, reply, command == SmtpCommand.Mail ? hash : _sender, recipient, _acceptedRecipients, isMessageEnd));
        bool endsTransaction = isMessageEnd
            || (reply.IsPositive && command is SmtpCommand.Rset or SmtpCommand.Helo or SmtpCommand.Ehlo or SmtpCommand.Lhlo);
        if (endsTransaction)
        {
            ResetTransaction();
        }

        if (command == SmtpCommand.StartTls && reply.Code == 220)
        {
            Encrypt(sink);
        }
    }

    private void OnDataReply(SmtpReply reply)
    {
        if (!reply.IsIntermediate)
        {
            // Refused: what the client sends now the server reads as commands.
            _state = ClientState.Commands;
            return;
        }

        if (_state == ClientState.AwaitingGo)
        {
            BeginMessage();
        }

        // Before what the client may have pipelined behind the dot.
        _messageReplies = _isLmtp ? Math.Max(1, _acceptedRecipients) : 1;
        _pending.EnqueueFirst(SmtpCommand.EndOfMessage);
    }

    private void BeginMessage()
    {
        _state = ClientState.Message;
        _clientLines.Reset();
        _message.Begin();
    }

    private void Encrypt(ISmtpSink sink)
    {
        IsEncrypted = true;
        _pending.Clear();
        sink.OnEncrypted();
    }

    private void ResetTransaction()
    {
        _sender = 0;
        _acceptedRecipients = 0;
        _messageReplies = 1;
    }

    private static bool LooksLikeCommand(ReadOnlySpan<byte> data)
    {
        int end = data.IndexOf((byte)'\r');
        ReadOnlySpan<byte> line = end < 0 ? data : data[..end];
        return SmtpCommandLine.ReadVerb(line) switch
        {
            SmtpCommand.Rset or SmtpCommand.Quit or SmtpCommand.Noop => line.Length == 4,
            SmtpCommand.Mail => line.Length > 10 && (line[5] & 0xDF) == 'F' && line.Contains((byte)':'),
            SmtpCommand.Ehlo or SmtpCommand.Helo => line.Length > 5 && !line.Contains((byte)':'),
            _ => false,
        };
    }
}
