using System.Net;
using System.Net.Sockets;
using FlowSensor.Engine.Configuration;

namespace FlowSensor.Engine.Output.Notifications.Channels;

/// <summary>Sends syslog messages. A TCP connection is kept, and made anew when it broke.</summary>
internal sealed class SyslogChannel(SyslogOutputOptions options, TimeProvider clock) : INoticeChannel
{
    private readonly TransportEndpoint _server = options.Server!;
    private readonly SyslogMessage _messages = new(options.Facility, Dns.GetHostName(), Environment.ProcessId);
    private Socket? _socket;

    /// <inheritdoc/>
    public async Task SendAsync(NoticeMessage message, CancellationToken cancellation)
    {
        bool isStream = _server.Transport == Transport.Tcp;
        byte[] octets = _messages.Write(message, clock.GetUtcNow(), isStream);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.Timeout);
        try
        {
            if (_socket is not null && isStream && HasEnded(_socket))
            {
                Close();
            }

            _socket ??= await Connect(isStream, limit.Token).ConfigureAwait(false);
            for (int sent = 0; sent < octets.Length;)
            {
                sent += await _socket.SendAsync(octets.AsMemory(sent), limit.Token).ConfigureAwait(false);
            }
        }
        catch (SocketException failure)
        {
            Close();
            throw new NoticeException($"The syslog server {_server} cannot be reached: {failure.Message}", isPermanent: false, failure);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            Close();
            throw new NoticeException($"The syslog server {_server} did not answer within {options.Timeout.TotalSeconds:0.#} s.", isPermanent: false, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    // Syslog servers say nothing: if there is something to read, it is the end.
    private static bool HasEnded(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;

    private async Task<Socket> Connect(bool isStream, CancellationToken cancellation)
    {
        Socket socket = new(_server.Address.AddressFamily, isStream ? SocketType.Stream : SocketType.Dgram, isStream ? ProtocolType.Tcp : ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(_server.Address, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
