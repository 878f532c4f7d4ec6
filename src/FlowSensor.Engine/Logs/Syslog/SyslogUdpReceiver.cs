using System.Net;
using System.Net.Sockets;
using FlowSensor.Engine.Configuration;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Logs.Syslog;

/// <summary>Receives syslog datagrams (RFC 5426) on a thread of its own.</summary>
internal sealed class SyslogUdpReceiver : IDisposable
{
    private const int MaxDatagram = 65_535;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    private readonly Socket _socket;
    private readonly SyslogQueue _queue;
    private readonly int _maxMessage;
    private readonly Thread _thread;
    private readonly byte[] _datagram = new byte[MaxDatagram];
    private readonly SocketAddress _address;
    private readonly SocketAddress _known;
    private IpAddress _source;
    private volatile bool _isStopping;

    /// <summary>Opens the port.</summary>
    /// <exception cref="SocketException">It cannot be opened.</exception>
    internal SyslogUdpReceiver(IPEndPoint endpoint, SyslogInputOptions options, SyslogQueue queue)
    {
        _queue = queue;
        _maxMessage = (int)options.MaxMessage.Octets;
        _socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.ExclusiveAddressUse = true;
            _socket.ReceiveBufferSize = (int)options.ReceiveBuffer.Octets;
            _socket.ReceiveTimeout = (int)Turn.TotalMilliseconds;
            _socket.Bind(endpoint);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }

        _address = new SocketAddress(endpoint.AddressFamily);
        _known = new SocketAddress(endpoint.AddressFamily);
        _thread = new Thread(Run) { Name = "syslog udp", IsBackground = true };
    }

    internal IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    internal void Start() => _thread.Start();

    internal void Stop()
    {
        _isStopping = true;
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _socket.Dispose();
    }

    private void Run()
    {
        while (!_isStopping)
        {
            bool hasRoom = _queue.TryRent(Turn, out SyslogBatch? batch);
            Fill(batch);
            if (hasRoom && batch!.Count > 0)
            {
                _queue.Put(batch);
            }
            else if (hasRoom)
            {
                _queue.Return(batch!);
            }
        }
    }

    // Waits for one datagram, then takes what is there. Without a batch they are dropped, so that those which come later are not older.
    private void Fill(SyslogBatch? batch)
    {
        do
        {
            int length = Receive();
            if (length <= 0 || !_queue.MaySend(_source))
            {
                continue;
            }

            ReadOnlySpan<byte> message = _datagram.AsSpan(0, Math.Min(length, _maxMessage)).TrimEnd("\r\n\0"u8);
            _queue.Counters.CountCut(length > _maxMessage ? 1 : 0);
            if (batch is null)
            {
                _queue.Counters.CountMessages(1);
                _queue.Counters.CountQueueFull();
            }
            else if (!message.IsEmpty)
            {
                batch.Add(message, _source);
            }
        }
        while (!_isStopping && _socket.Available > 0 && batch?.IsFull(_maxMessage) != true);
    }

    private int Receive()
    {
        try
        {
            int length = _socket.ReceiveFrom(_datagram, SocketFlags.None, _address);
            if (!_address.Equals(_known))
            {
                _address.Buffer.Span[.._address.Size].CopyTo(_known.Buffer.Span);
                _known.Size = _address.Size;
                IPEndPoint any = new(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
                _source = IpAddress.From(((IPEndPoint)any.Create(_address)).Address);
            }

            return length;
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock or SocketError.ConnectionReset or SocketError.Interrupted)
        {
            return 0;
        }
    }
}
