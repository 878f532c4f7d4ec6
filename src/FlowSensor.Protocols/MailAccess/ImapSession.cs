using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Protocols.MailAccess;

/// <summary>Follows an IMAP session (RFC 9051, RFC 3501) as far as logins go: tags, literals, AUTHENTICATE, STARTTLS.</summary>
public sealed class ImapSession : IMailAccessSession
{
    private const byte TlsHandshake = 0x16;

    // Logins in flight at once; a client has one.
    private const int MaxPending = 4;

    private readonly LineAssembler _clientLines = new();
    private readonly LineAssembler _serverLines = new();
    private readonly (ulong Tag, ImapCommand Command)[] _pending = new (ulong, ImapCommand)[MaxPending];
    private long _clientLiteral;
    private long _serverLiteral;
    private int _answersDue;
    private bool _clientContinues;
    private bool _serverContinues;
    private bool _clientSpoke;

    /// <inheritdoc/>
    public bool IsEncrypted { get; private set; }

    /// <inheritdoc/>
    public void Reset()
    {
        _clientLines.Reset();
        _serverLines.Reset();
        Array.Clear(_pending);
        _clientLiteral = 0;
        _serverLiteral = 0;
        _answersDue = 0;
        _clientContinues = false;
        _serverContinues = false;
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
                Encrypt(sink);
            }
        }

        while (!IsEncrypted)
        {
            SkipLiteral(ref data, ref _clientLiteral);
            if (_clientLiteral > 0 || !_clientLines.TryNext(ref data, out ReadOnlySpan<byte> line))
            {
                return;
            }

            bool continues = _clientContinues;
            _clientContinues = TryReadLiteral(line, out _clientLiteral);
            if (continues)
            {
                continue;
            }

            if (_answersDue > 0)
            {
                _answersDue--;
                continue;
            }

            OnCommandLine(line, sink);
        }
    }

    /// <inheritdoc/>
    public void OnServer(ReadOnlySpan<byte> data, IMailAccessSink sink)
    {
        while (!IsEncrypted)
        {
            SkipLiteral(ref data, ref _serverLiteral);
            if (_serverLiteral > 0 || !_serverLines.TryNext(ref data, out ReadOnlySpan<byte> line))
            {
                return;
            }

            bool continues = _serverContinues;
            _serverContinues = TryReadLiteral(line, out _serverLiteral);
            if (!continues)
            {
                OnReplyLine(line, sink);
            }
        }
    }

    /// <inheritdoc/>
    public void OnClientGap()
    {
        _clientLines.SkipLine();
        _clientLiteral = 0;
        _clientContinues = false;
    }

    /// <inheritdoc/>
    public void OnServerGap()
    {
        _serverLines.SkipLine();
        _serverLiteral = 0;
        _serverContinues = false;
    }

    private void OnCommandLine(ReadOnlySpan<byte> line, IMailAccessSink sink)
    {
        int blank = line.IndexOf((byte)' ');
        if (blank <= 0)
        {
            return;
        }

        sink.OnCommand();
        ReadOnlySpan<byte> verb = line[(blank + 1)..];
        int end = verb.IndexOf((byte)' ');
        verb = end < 0 ? verb : verb[..end];
        ImapCommand command = Is(verb, "LOGIN"u8) ? ImapCommand.Login
            : Is(verb, "AUTHENTICATE"u8) ? ImapCommand.Authenticate
            : Is(verb, "STARTTLS"u8) ? ImapCommand.StartTls
            : ImapCommand.Other;
        if (command == ImapCommand.Other)
        {
            return;
        }

        // A full table can only be a client that plays: the oldest goes.
        int free = Array.FindIndex(_pending, static entry => entry.Command == ImapCommand.Other);
        _pending[Math.Max(free, 0)] = (HashTag(line[..blank]), command);
    }

    private void OnReplyLine(ReadOnlySpan<byte> line, IMailAccessSink sink)
    {
        if (line is [(byte)'+', ..])
        {
            // A "+" for a literal is followed by the literal, one for AUTHENTICATE by a line of credentials.
            bool authenticating = Array.Exists(_pending, static entry => entry.Command == ImapCommand.Authenticate);
            _answersDue = authenticating && !_clientContinues ? 1 : _answersDue;
            return;
        }

        int blank = line.IndexOf((byte)' ');
        if (blank <= 0 || line[0] == '*')
        {
            return;
        }

        ulong tag = HashTag(line[..blank]);
        for (int index = 0; index < _pending.Length; index++)
        {
            (ulong pendingTag, ImapCommand command) = _pending[index];
            if (command == ImapCommand.Other || pendingTag != tag)
            {
                continue;
            }

            ReadOnlySpan<byte> rest = line[(blank + 1)..];
            bool accepted = rest.Length >= 2 && Is(rest[..2], "OK"u8);
            _pending[index] = default;
            _answersDue = 0;
            if (command != ImapCommand.StartTls)
            {
                sink.OnLogin(accepted);
            }
            else if (accepted)
            {
                Encrypt(sink);
            }

            return;
        }
    }

    private void Encrypt(IMailAccessSink sink)
    {
        IsEncrypted = true;
        sink.OnEncrypted();
    }

    private static void SkipLiteral(ref ReadOnlySpan<byte> data, ref long literal)
    {
        int take = (int)Math.Min(literal, data.Length);
        literal -= take;
        data = data[take..];
    }

    // "{123}" or "{123+}" at the end of a line: RFC 9051 4.3, RFC 7888.
    private static bool TryReadLiteral(ReadOnlySpan<byte> line, out long size)
    {
        size = 0;
        if (line is not [.., (byte)'}'])
        {
            return false;
        }

        int open = line.LastIndexOf((byte)'{');
        ReadOnlySpan<byte> digits = open < 0 ? default : line[(open + 1)..^1].TrimEnd((byte)'+');
        if (digits.IsEmpty || digits.Length > 10)
        {
            return false;
        }

        foreach (byte digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                size = 0;
                return false;
            }

            size = (size * 10) + digit - '0';
        }

        return true;
    }

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> upper)
    {
        if (word.Length != upper.Length)
        {
            return false;
        }

        for (int index = 0; index < word.Length; index++)
        {
            if ((word[index] & 0xDF) != upper[index])
            {
                return false;
            }
        }

        return true;
    }

    private static ulong HashTag(ReadOnlySpan<byte> tag)
    {
        ulong hash = 0xCBF2_9CE4_8422_2325;
        foreach (byte octet in tag)
        {
            hash = (hash ^ octet) * 0x0000_0100_0000_01B3;
        }

        return hash;
    }
}
