using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace FlowSensor.Capture.Udp;

/// <summary>The receiver for systems without <c>recvmmsg</c>: one datagram a call over the framework's socket, stamped by our own clock.</summary>
internal sealed class PlainUdpReceiver : UdpReceiver
{
    private readonly Socket _socket;
    private readonly byte[] _buffer;
    private readonly SocketAddress _sender;
    private readonly TimeProvider _clock;
    private readonly int _maxDatagram;
    private DatagramHeader _header;
    private int _length;

    public PlainUdpReceiver(UdpReceiverOptions options)
    {
        IPEndPoint endpoint = options.Endpoint;
        _clock = options.Clock;
        // One octet more, so that a cut shows; not every system reports it.
        _buffer = new byte[options.MaxDatagram + 1];
        _maxDatagram = options.MaxDatagram;
        _sender = new SocketAddress(endpoint.AddressFamily);
        Socket? socket = null;
        try
        {
            socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
            {
                ReceiveTimeout = (int)options.Timeout.TotalMilliseconds,
                ReceiveBufferSize = options.ReceiveBuffer,
            };
            if (endpoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = options.DualStack;
            }

            if (options.JoinGroup)
            {
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            }

            socket.Bind(endpoint);
            if (options.AllowGroup)
            {
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            }

            LocalEndpoint = (IPEndPoint)socket.LocalEndPoint!;
            ReceiveBuffer = socket.ReceiveBufferSize;
            _socket = socket;
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            throw Failed(endpoint, exception.SocketErrorCode, exception.Message);
        }
    }

    public override IPEndPoint LocalEndpoint { get; }

    public override int ReceiveBuffer { get; }

    public override int BatchSize => 1;

    public override long KernelDrops => 0;

    public override int Receive()
    {
        try
        {
            _length = _socket.ReceiveFrom(_buffer, SocketFlags.None, _sender);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.TimedOut or SocketError.ConnectionReset)
        {
            return 0;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.MessageSize)
        {
            _length = _buffer.Length;
        }
        catch (SocketException exception)
        {
            throw Failed(LocalEndpoint, exception.SocketErrorCode, exception.Message);
        }

        _header = ReadSender(_length > _maxDatagram);
        _length = Math.Min(_length, _maxDatagram);
        return 1;
    }

    public override ReadOnlySpan<byte> Payload(int index) => _buffer.AsSpan(0, index == 0 ? _length : 0);

    public override DatagramHeader Header(int index) => _header;

    public override void RefreshKernelDrops()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _socket.Dispose();
        }
    }

    private DatagramHeader ReadSender(bool truncated)
    {
        ReadOnlySpan<byte> raw = _sender.Buffer.Span;
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(raw[2..]);
        long now = (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        return _sender.Family == AddressFamily.InterNetwork
            ? new DatagramHeader(0, 0xFFFF_0000_0000UL | BinaryPrimitives.ReadUInt32BigEndian(raw[4..]), port, truncated, now)
            : new DatagramHeader(
                BinaryPrimitives.ReadUInt64BigEndian(raw[8..]), BinaryPrimitives.ReadUInt64BigEndian(raw[16..]), port, truncated, now);
    }
}
