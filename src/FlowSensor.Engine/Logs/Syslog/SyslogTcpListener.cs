using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs.Syslog;

/// <summary>Receives syslog over TCP (RFC 6587), with TLS where a certificate is given (RFC 5425). Senders wait while the reader is behind.</summary>
internal sealed class SyslogTcpListener : IDisposable
{
    private const int BlockOctets = 16 * 1_024;
    private const int Backlog = 128;
    private static readonly TimeSpan Handshake = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Socket _socket;
    private readonly SyslogInputOptions _options;
    private readonly SyslogQueue _queue;
    private readonly SslStreamCertificateContext? _certificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _sessions = [];
    private readonly SyslogConnections _connections;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Opens the port.</summary>
    /// <exception cref="SocketException">It cannot be opened.</exception>
    internal SyslogTcpListener(IPEndPoint endpoint, X509Certificate2? certificate, SyslogInputOptions options, SyslogQueue queue, SyslogConnections connections)
    {
        _options = options;
        _queue = queue;
        _connections = connections;
        _certificate = certificate is null ? null : SslStreamCertificateContext.Create(certificate, Chain(options.Certificate), offline: true);
        _socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(endpoint);
            _socket.Listen(Backlog);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            _stop.Dispose();
            throw;
        }
    }

    internal IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    internal bool IsTls => _certificate is not null;

    internal void Start() => _accepting = AcceptAsync();

    /// <summary>Accepts no more, and takes what the connections have already brought.</summary>
    internal void Stop()
    {
        _stop.Cancel();
        Task.WhenAll(_sessions.Append(_accepting)).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _socket.Dispose();
        _stop.Dispose();
    }

    private static X509Certificate2Collection Chain(string pem)
    {
        X509Certificate2Collection all = [];
        all.ImportFromPem(pem);
        return all;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                _sessions.RemoveAll(static session => session.IsCompleted);
                _sessions.Add(ServeAsync(socket));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // The sender left before it was accepted, or descriptors ran out for a moment.
                await Task.Delay(Pause).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await Task.Yield();
        using (socket)
        {
            IpAddress source = IpAddress.From(((IPEndPoint)socket.RemoteEndPoint!).Address);
            if (!_queue.MaySend(source))
            {
                return;
            }

            if (!_connections.TryEnter())
            {
                _queue.Counters.CountRefused();
                return;
            }

            _queue.Counters.CountConnection();
            try
            {
                await ReadAsync(socket, source).ConfigureAwait(false);
            }
            catch (AuthenticationException)
            {
                _queue.Counters.CountTlsFailed();
            }
            catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
            {
                // The sender broke off, or the sensor ends.
            }
            finally
            {
                _connections.Leave();
            }
        }
    }

    private async Task ReadAsync(Socket socket, IpAddress source)
    {
        using Stream stream = await OpenAsync(socket).ConfigureAwait(false);
        SyslogFrameReader frames = new((int)_options.MaxMessage.Octets);
        byte[] block = new byte[BlockOctets];
        using CancellationTokenSource idle = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            while (true)
            {
                idle.CancelAfter(_options.Idle);
                int read = await stream.ReadAsync(block, idle.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    return;
                }

                await HandOnAsync(frames, block, read, source).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            _queue.Counters.CountIdle();
        }
        finally
        {
            await HandOnAsync(frames, block, 0, source).ConfigureAwait(false);
            _queue.Counters.CountCut(frames.CutMessages);
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        NetworkStream plain = new(socket, ownsSocket: false);
        if (_certificate is null)
        {
            return plain;
        }

        SslStream secure = new(plain);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Handshake);
        try
        {
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = _certificate }, patience.Token).ConfigureAwait(false);
            return secure;
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or AuthenticationException)
        {
            await secure.DisposeAsync().ConfigureAwait(false);
            throw new AuthenticationException("The handshake failed.", failure);
        }
    }

    // A block of nothing is the end of the connection.
    private async Task HandOnAsync(SyslogFrameReader frames, byte[] block, int length, IpAddress source)
    {
        int taken = 0;
        for (bool isMore = true; isMore;)
        {
            SyslogBatch? batch;
            while (!_queue.TryRent(TimeSpan.Zero, out batch))
            {
                await Task.Delay(Pause).ConfigureAwait(false);
            }

            isMore = length == 0 ? Finish(frames, batch, source) : Fill(frames, block.AsSpan(0, length), ref taken, batch, source);
            if (batch.Count > 0)
            {
                _queue.Put(batch);
            }
            else
            {
                _queue.Return(batch);
            }
        }
    }

    private static bool Finish(SyslogFrameReader frames, SyslogBatch batch, IpAddress source)
    {
        if (frames.TryFinish(out ReadOnlySpan<byte> message) && !message.IsEmpty)
        {
            batch.Add(message, source);
        }

        return false;
    }

    private bool Fill(SyslogFrameReader frames, ReadOnlySpan<byte> block, ref int taken, SyslogBatch batch, IpAddress source)
    {
        ReadOnlySpan<byte> data = block[taken..];
        while (!batch.IsFull((int)_options.MaxMessage.Octets) && frames.TryNext(ref data, out ReadOnlySpan<byte> message))
        {
            if (!message.IsEmpty)
            {
                batch.Add(message, source);
            }
        }

        taken = block.Length - data.Length;
        return taken < block.Length;
    }
}
