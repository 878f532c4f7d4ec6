using System.Net.Sockets;
using System.Text;

namespace FlowSensor.Engine.Contacts.Remote;

/// <summary>A TCP conversation in lines with a server that is not trusted: bounded in time, octets and length of a line.</summary>
internal sealed class LineExchange : IDisposable
{
    private const int MaximumLine = 2_048;
    private const int MaximumOctets = 256 * 1024;

    private readonly TcpClient? _client;
    private readonly byte[] _buffer = new byte[4_096];
    private readonly StringBuilder _line = new();
    private Stream? _stream;
    private int _filled;
    private int _taken;
    private int _octets;

    /// <summary>Makes one that is to be connected.</summary>
    internal LineExchange() => _client = new TcpClient();

    /// <summary>Makes one over a stream, which is closed with it.</summary>
    internal LineExchange(Stream stream) => _stream = stream;

    internal async Task ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        await _client!.ConnectAsync(host, port, cancellation).ConfigureAwait(false);
        _stream = _client.GetStream();
    }

    /// <summary>The address that the name led to.</summary>
    internal System.Net.IPAddress? Peer => (_client?.Client.RemoteEndPoint as System.Net.IPEndPoint)?.Address;

    internal ValueTask SendAsync(string line, CancellationToken cancellation) =>
        _stream!.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellation);

    /// <summary>The next line without its end; null when the server closed or sent more than allowed.</summary>
    internal async ValueTask<string?> ReadLineAsync(CancellationToken cancellation)
    {
        _line.Clear();
        while (true)
        {
            if (_taken == _filled)
            {
                _taken = 0;
                _filled = await _stream!.ReadAsync(_buffer, cancellation).ConfigureAwait(false);
                _octets += _filled;
                if (_filled == 0 || _octets > MaximumOctets)
                {
                    _filled = 0;
                    return _line.Length > 0 ? _line.ToString() : null;
                }
            }

            byte octet = _buffer[_taken++];
            if (octet == '\n')
            {
                return _line.ToString();
            }

            // Longer lines are cut, control characters left out: nothing of this reaches a terminal or a mail unread.
            if (octet >= ' ' && octet != 0x7F && _line.Length < MaximumLine)
            {
                _line.Append((char)octet);
            }
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _client?.Dispose();
    }
}
