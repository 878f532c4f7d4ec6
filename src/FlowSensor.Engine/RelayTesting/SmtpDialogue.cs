using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlowSensor.Engine.RelayTesting;

/// <summary>Commands to a mail server and its replies, each within a time limit and of limited length. It cannot send a message: it has no DATA.</summary>
internal sealed class SmtpDialogue : IDisposable
{
    private const int MostLines = 100, MostOctets = 2_048, MostShown = 160;

    private readonly Stream _stream;
    private readonly TimeSpan _timeout;
    private readonly byte[] _octets = new byte[4_096];
    private int _at;
    private int _length;

    private SmtpDialogue(Stream stream, TimeSpan timeout)
    {
        _stream = stream;
        _timeout = timeout;
    }

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">Nobody answers.</exception>
    public static async Task<SmtpDialogue> OpenAsync(IPEndPoint server, TimeSpan timeout, CancellationToken cancellation)
    {
        Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(timeout);
            await socket.ConnectAsync(server, limit.Token).ConfigureAwait(false);
            return new SmtpDialogue(new NetworkStream(socket, ownsSocket: true), timeout);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A dialogue over a stream, which is closed with it.</summary>
    public static SmtpDialogue Over(Stream stream, TimeSpan timeout) => new(stream, timeout);

    /// <summary>Sends a command and reads its reply.</summary>
    /// <param name="command">One line of ASCII without line breaks.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">The server ended the session, or does not speak SMTP.</exception>
    public async Task<SmtpReply> AskAsync(string command, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_timeout);
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), limit.Token).ConfigureAwait(false);
        return await ReadAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads a reply.</summary>
    /// <exception cref="IOException">The server ended the session, or does not speak SMTP.</exception>
    public async Task<SmtpReply> ReadAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_timeout);
        for (int i = 0; i < MostLines; i++)
        {
            string line = await ReadLineAsync(limit.Token).ConfigureAwait(false);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int code))
            {
                break;
            }

            if (line.Length == 3 || line[3] == ' ')
            {
                return new SmtpReply(code, new string([.. line.Take(MostShown).Select(static letter => letter is >= ' ' and < '\x7F' ? letter : '?')]));
            }
        }

        throw new IOException("it does not speak SMTP");
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        StringBuilder line = new();
        while (line.Length < MostOctets)
        {
            if (_at == _length)
            {
                (_at, _length) = (0, await _stream.ReadAsync(_octets, cancellation).ConfigureAwait(false));
                if (_length == 0)
                {
                    throw new IOException("it ended the session");
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
}
