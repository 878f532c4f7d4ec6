using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FlowSensor.Engine.Contacts.Serving;

/// <summary>Serves line sessions over TCP, bounded in connections, time and input.</summary>
/// <param name="listen">Address and port; port 0 takes a free one.</param>
/// <param name="makeSession">Makes the session of a client.</param>
/// <param name="limits">Bounds.</param>
public sealed class LineServer(IPEndPoint listen, Func<ILineSession> makeSession, ServingLimits limits) : IDisposable
{
    private readonly TcpListener _listener = new(listen);
    private int _connections;

    /// <summary>Where it listens, after <see cref="Start"/>.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Connections served.</summary>
    public long Served { get; private set; }

    /// <summary>Connections closed because there were too many.</summary>
    public long Refused { get; private set; }

    /// <summary>Opens the port.</summary>
    /// <exception cref="SocketException">The port cannot be opened.</exception>
    public void Start() => _listener.Start();

    /// <summary>Accepts until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // The client left before it was accepted, or descriptors ran out for a moment.
                await Task.Delay(10, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            if (Interlocked.Increment(ref _connections) > limits.Connections)
            {
                Refused++;
                Interlocked.Decrement(ref _connections);
                socket.Dispose();
                continue;
            }

            Served++;
            _ = ServeAsync(socket, cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(Socket socket, CancellationToken cancellation)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        life.CancelAfter(limits.Life);
        try
        {
            using (socket)
            {
                await ConverseAsync(socket, makeSession(), life.Token).ConfigureAwait(false);
                socket.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
        {
            // The client left or was too slow: nothing to tell it.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private async Task ConverseAsync(Socket socket, ILineSession session, CancellationToken life)
    {
        if (session.Greeting.Length > 0)
        {
            await SendAsync(socket, session.Greeting, life).ConfigureAwait(false);
        }

        var buffer = new byte[limits.LineOctets];
        var line = new StringBuilder();
        int octetsInLine = 0;
        int lines = 0;
        while (true)
        {
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(life);
            idle.CancelAfter(limits.Idle);
            int received = await socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, idle.Token).ConfigureAwait(false);
            if (received == 0)
            {
                return;
            }

            for (int i = 0; i < received; i++)
            {
                byte octet = buffer[i];
                if (octet != '\n')
                {
                    if (++octetsInLine > limits.LineOctets)
                    {
                        return;
                    }

                    if (octet is >= (byte)' ' and < 0x7F)
                    {
                        line.Append((char)octet);
                    }

                    continue;
                }

                string answer = session.Answer(line.ToString().Trim(), out bool close);
                line.Clear();
                octetsInLine = 0;
                await SendAsync(socket, answer, life).ConfigureAwait(false);
                if (close || ++lines >= limits.Lines)
                {
                    return;
                }
            }
        }
    }

    private static async Task SendAsync(Socket socket, string text, CancellationToken life)
    {
        ReadOnlyMemory<byte> rest = Encoding.UTF8.GetBytes(text);
        while (!rest.IsEmpty)
        {
            rest = rest[await socket.SendAsync(rest, SocketFlags.None, life).ConfigureAwait(false)..];
        }
    }
}
