using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Protocols.MailAccess;

/// <summary>Follows a POP3 session (RFC 1939; pipelining RFC 2449 6.6; AUTH RFC 5034; STLS RFC 2595) as far as logins go.</summary>
public sealed class Pop3Session : IMailAccessSession
{
    private const int MaxPending = 256;
    private const byte TlsHandshake = 0x16;

    private readonly LineAssembler _clientLines = new();
    private readonly LineAssembler _serverLines = new();
    private readonly Pop3Command[] _pending = new Pop3Command[MaxPending];
    private int _first;
    private int _count;
    private int _answersDue;
    private bool _inMultiLine;
    private bool _greeted;
    private bool _clientSpoke;

    /// <inheritdoc/>
    public bool IsEncrypted { get; private set; }

    /// <inheritdoc/>
    public void Reset()
    {
        _clientLines.Reset();
        _serverLines.Reset();
        _count = 0;
        _answersDue = 0;
        _inMultiLine = false;
        _greeted = false;
        _clientSpoke = false;
        IsEncrypted = false;
    }

    /// <inheritdoc/>
    public void OnClient(ReadOnlySpan<byte> data, IMailAccessSink sink)
    {
        if (!_clientSpoke && !data.IsEmpty)
        {
            _clientSpoke = true;
            if (data[0] == TlsHandshake)
            {
                IsEncrypted = true;
                sink.OnEncrypted();
            }
        }

        while (!IsEncrypted && _clientLines.TryNext(ref data, out ReadOnlySpan<byte> line))
        {
            // A capture that begins late: no greeting will come before the first reply.
            _greeted = true;
            if (_answersDue > 0)
            {
                _answersDue--;
                continue;
            }

            sink.OnCommand();
            if (_count < MaxPending)
            {
                _pending[(_first + _count++) & (MaxPending - 1)] = Classify(line);
            }
        }
    }

    /// <inheritdoc/>
    public void OnServer(ReadOnlySpan<byte> data, IMailAccessSink sink)
    {
        while (!IsEncrypted && _serverLines.TryNext(ref data, out ReadOnlySpan<byte> line))
        {
            if (_inMultiLine)
            {
                _inMultiLine = line is not [(byte)'.'];
            }
            else if (line.StartsWith("+OK"u8))
            {
                OnReply(accepted: true, sink);
            }
            else if (line.StartsWith("-ERR"u8))
            {
                OnReply(accepted: false, sink);
            }
            else if (line is [(byte)'+', ..] && _count > 0 && _pending[_first] == Pop3Command.Auth)
            {
                _answersDue++;
            }
        }
    }

    /// <inheritdoc/>
    public void OnClientGap()
    {
        _clientLines.SkipLine();
        _count = 0;
        _answersDue = 0;
    }

    /// <inheritdoc/>
    public void OnServerGap()
    {
        // In a message the dot still comes; elsewhere the replies lost cannot be told from their commands any more.
        _serverLines.SkipLine();
        _count = _inMultiLine ? _count : 0;
    }

    private void OnReply(bool accepted, IMailAccessSink sink)
    {
        if (!_greeted)
        {
            _greeted = true;
            return;
        }

        if (_count == 0)
        {
            return;
        }

        Pop3Command command = _pending[_first];
        _first = (_first + 1) & (MaxPending - 1);
        _count--;
        switch (command)
        {
            case Pop3Command.MultiLine:
                _inMultiLine = accepted;
                break;

            case Pop3Command.Login or Pop3Command.Auth:
                _answersDue = 0;
                sink.OnLogin(accepted);
                break;

            case Pop3Command.StartTls when accepted:
                IsEncrypted = true;
                sink.OnEncrypted();
                break;
        }
    }

    private static Pop3Command Classify(ReadOnlySpan<byte> line)
    {
        if (line.Length < 3)
        {
            return Pop3Command.Other;
        }

        bool hasArgument = line.TrimEnd((byte)' ').Length > 4;
        uint verb = 0;
        for (int index = 0; index < Math.Min(4, line.Length); index++)
        {
            verb = (verb << 8) | (line[index] & 0xDFu);
        }

        return verb switch
        {
            0x5041_5353 or 0x4150_4F50 => Pop3Command.Login,
            0x4155_5448 => hasArgument ? Pop3Command.Auth : Pop3Command.MultiLine,
            0x5354_4C53 => Pop3Command.StartTls,
            0x5245_5452 or 0x4341_5041 => Pop3Command.MultiLine,
            0x4C49_5354 or 0x5549_444C => hasArgument ? Pop3Command.Other : Pop3Command.MultiLine,
            _ => (verb & 0xFFFF_FF00) == 0x544F_5000 && line[3..] is [(byte)' ', ..] ? Pop3Command.MultiLine : Pop3Command.Other,
        };
    }
}
