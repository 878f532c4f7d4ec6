using System.Globalization;
using System.Net.Security;
using System.Text;

namespace FlowSensor.Engine.Output.Mail;

/// <summary>Commands to a mail server and its replies, each within a time limit.</summary>
internal sealed class MailDialogue(Stream stream, TimeSpan timeout) : IDisposable
{
    private const int MostLines = 100, MostOctets = 2_048, MostShown = 200;

    private readonly byte[] _octets = new byte[4_096];
    private Stream _stream = stream;
    private int _at;
    private int _length;

    /// <summary>Goes on in TLS. What the server said before is forgotten, so that nothing can be slipped in front (RFC 3207 6).</summary>
    public async Task Encrypt(SslClientAuthenticationOptions encryption, CancellationToken cancellation)
    {
        (_at, _length) = (0, 0);
        SslStream encrypted = new(_stream, leaveInnerStreamOpen: false);
        _stream = encrypted;
        using CancellationTokenSource limit = Limit(cancellation);
        await encrypted.AuthenticateAsClientAsync(encryption, limit.Token).ConfigureAwait(false);
    }

    /// <summary>Sends a command and reads its reply.</summary>
    /// <param name="command">One line.</param>
    /// <param name="code">The reply that is good; 251 is as good as 250.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="shown">What an error message says instead of the command.</param>
    /// <exception cref="MailException">Another reply came.</exception>
    public async Task<MailReply> Ask(string command, int code, CancellationToken cancellation, string? shown = null)
    {
        using CancellationTokenSource limit = Limit(cancellation);
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), limit.Token).ConfigureAwait(false);
        await _stream.FlushAsync(limit.Token).ConfigureAwait(false);
        return await Expect(code, cancellation, shown ?? command).ConfigureAwait(false);
    }

    /// <summary>Reads a reply.</summary>
    /// <exception cref="MailException">Another reply came.</exception>
    public async Task<MailReply> Expect(int code, CancellationToken cancellation, string? shown = null)
    {
        using CancellationTokenSource limit = Limit(cancellation);
        List<string> lines = [];
        while (lines.Count < MostLines)
        {
            string line = await ReadLine(limit.Token).ConfigureAwait(false);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int found))
            {
                break;
            }

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
            {
                return found == code || (code == 250 && found == 251)
                    ? new MailReply(found, lines)
                    : throw new MailException($"The mail server answered {(shown is null ? "" : $"'{shown}' with ")}{Shorten(line)}", isPermanent: found >= 500);
            }
        }

        throw new MailException("The mail server does not speak SMTP.", isPermanent: false);
    }

    /// <summary>Sends a message, a dot before each line that begins with one (RFC 5321 4.5.2), and its end.</summary>
    public async Task Send(byte[] message, CancellationToken cancellation)
    {
        using MemoryStream stuffed = new(message.Length + 64);
        bool atStart = true;
        foreach (byte octet in message)
        {
            if (atStart && octet == '.')
            {
                stuffed.WriteByte((byte)'.');
            }

            stuffed.WriteByte(octet);
            atStart = octet == '\n';
        }

        stuffed.Write(atStart ? ".\r\n"u8 : "\r\n.\r\n"u8);
        using CancellationTokenSource limit = Limit(cancellation);
        await _stream.WriteAsync(stuffed.GetBuffer().AsMemory(0, (int)stuffed.Length), limit.Token).ConfigureAwait(false);
        await _stream.FlushAsync(limit.Token).ConfigureAwait(false);
    }

    /// <summary>Says goodbye; a server that is gone already is no error.</summary>
    public async Task Leave(CancellationToken cancellation)
    {
        try
        {
            await Ask("QUIT", 221, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or MailException or OperationCanceledException)
        {
            // The reply to the message decided.
            return;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private async Task<string> ReadLine(CancellationToken cancellation)
    {
        StringBuilder line = new();
        while (line.Length < MostOctets)
        {
            if (_at == _length)
            {
                (_at, _length) = (0, await _stream.ReadAsync(_octets, cancellation).ConfigureAwait(false));
                if (_length == 0)
                {
                    throw new IOException("it closed the connection.");
                }
            }

            char letter = (char)_octets[_at++];
            if (letter == '\n')
            {
                break;
            }

            if (letter != '\r')
            {
                line.Append(letter);
            }
        }

        return line.ToString();
    }

    private static string Shorten(string line)
    {
        string shown = new([.. line.Take(MostShown).Select(static letter => char.IsControl(letter) ? ' ' : letter)]);
        return $"'{shown}'";
    }

    private CancellationTokenSource Limit(CancellationToken cancellation)
    {
        CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        return limit;
    }
}
