using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FlowSensor.Capture.Native;

namespace FlowSensor.Capture.Udp;

/// <summary>
/// Receives through <c>recvmmsg</c> into one block of native memory, laid out as headers, vectors, sender addresses, control
/// buffers, payload slots. Every slot takes the largest datagram there is; a slot's pages beyond what has been received stay
/// untouched, so that a batch of ordinary datagrams costs a page or two each.
/// </summary>
internal sealed unsafe class BatchedUdpReceiver : UdpReceiver
{
    // Two control messages: a timespec (16 + 16) and the drop counter (16 + 4, padded to 24).
    private const int ControlSize = 64;

    // Slots an exact power of two apart would all fall on the same cache sets.
    private const int SlotStagger = 1_600;

    private readonly SocketDescriptor _socket;
    private readonly NativeBlock _block;
    private readonly MessageHeader* _messages;
    private readonly byte* _names;
    private readonly byte* _controls;
    private readonly byte* _payloads;
    private readonly int _stride;
    private readonly int _maxDatagram;
    private int _count;
    private uint _lastDrops;
    private long _drops;

    public BatchedUdpReceiver(UdpReceiverOptions options)
    {
        BatchSize = options.BatchSize;
        _maxDatagram = options.MaxDatagram;
        _stride = ((_maxDatagram + 63) & ~63) + SlotStagger;
        _socket = LinuxUdpSocket.Open(options, out IPEndPoint local, out int receiveBuffer);
        LocalEndpoint = local;
        ReceiveBuffer = receiveBuffer;

        int headers = BatchSize * (sizeof(MessageHeader) + sizeof(IoVector) + SocketAddressCodec.Size + ControlSize);
        _block = new NativeBlock(headers + (BatchSize * _stride));
        _messages = (MessageHeader*)_block.Start;
        IoVector* vectors = (IoVector*)(_messages + BatchSize);
        _names = (byte*)(vectors + BatchSize);
        _controls = _names + (BatchSize * SocketAddressCodec.Size);
        _payloads = _controls + (BatchSize * ControlSize);
        for (int i = 0; i < BatchSize; i++)
        {
            vectors[i] = new IoVector { Base = _payloads + (i * _stride), Length = (nuint)_maxDatagram };
            _messages[i] = new MessageHeader
            {
                Name = _names + (i * SocketAddressCodec.Size),
                NameLength = SocketAddressCodec.Size,
                Vectors = vectors + i,
                VectorCount = 1,
                Control = _controls + (i * ControlSize),
                ControlLength = ControlSize,
            };
        }
    }

    public override IPEndPoint LocalEndpoint { get; }

    public override int ReceiveBuffer { get; }

    public override int BatchSize { get; }

    public override long KernelDrops => Volatile.Read(ref _drops);

    public override int Receive()
    {
        ObjectDisposedException.ThrowIf(_block.IsClosed, this);

        // The kernel left the lengths it used in the headers of the last call.
        for (int i = 0; i < _count; i++)
        {
            _messages[i].NameLength = SocketAddressCodec.Size;
            _messages[i].ControlLength = ControlSize;
        }

        _count = 0;
        int received = LibC.ReceiveMessages(_socket, _messages, (uint)BatchSize, LibC.MessageWaitForOne, null);
        if (received < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error is LibC.Eagain or LibC.Eintr
                ? 0
                : throw Failed(LocalEndpoint, SocketError.SocketError, Marshal.GetPInvokeErrorMessage(error));
        }

        _count = received;
        if (received > 0)
        {
            NoteDrops(Control(received - 1).Drops);
        }

        return received;
    }

    public override ReadOnlySpan<byte> Payload(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count);
        return new(_payloads + (index * _stride), (int)Math.Min(_messages[index].Length, (uint)_maxDatagram));
    }

    public override DatagramHeader Header(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count);
        SocketAddressCodec.Read(
            new ReadOnlySpan<byte>(_names + (index * SocketAddressCodec.Size), SocketAddressCodec.Size),
            out ulong high, out ulong low, out ushort port);
        bool truncated = (_messages[index].Flags & LibC.MessageTruncated) != 0;
        return new DatagramHeader(high, low, port, truncated, Control(index).ArrivalNanoseconds);
    }

    public override void RefreshKernelDrops()
    {
        if (LinuxUdpSocket.TryReadDrops(_socket, out uint drops))
        {
            NoteDrops(drops);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _count = 0;
            _socket.Dispose();
            _block.Dispose();
        }
    }

    private ControlMessages Control(int index) => ControlMessages.Read(
        new ReadOnlySpan<byte>(_controls + (index * ControlSize), (int)Math.Min(_messages[index].ControlLength, ControlSize)));

    // The kernel counts in 32 bits and starts at 0 with the socket; a message without the counter says nothing.
    private void NoteDrops(uint drops)
    {
        int more = (int)(drops - _lastDrops);
        if (more > 0)
        {
            _lastDrops = drops;
            Volatile.Write(ref _drops, _drops + more);
        }
    }
}
