using FlowSensor.Capture;
using FlowSensor.Capture.Udp;
using FlowSensor.Engine.Handover;

namespace FlowSensor.Engine.Collection;

/// <summary>One socket and the thread that empties it into batches. The counters have one writer, this thread.</summary>
internal sealed class DatagramReceiverThread
{
    // At a stop the socket's buffer is emptied, until a call brings less than a full batch; under a steady flood it ends here.
    private const long MostAtStop = 1 << 18;

    private const long LongestOpenMilliseconds = 200;

    private readonly UdpReceiver _socket;
    private readonly BatchQueue<DatagramBatch> _queue;
    private readonly TimeSpan _patience;
    private readonly Thread _thread;
    private DatagramBatch? _open;
    private long _openedAt;
    private long _received;
    private long _octets;
    private long _queueFull;
    private long _truncated;
    private volatile bool _stop;

    // At a stop nobody may be there any more to empty batches: waiting once for that is enough.
    private bool _waitedAtStop;

    public DatagramReceiverThread(int listener, UdpReceiver socket, BatchQueue<DatagramBatch> queue, TimeSpan patience)
    {
        Listener = listener;
        _socket = socket;
        _queue = queue;
        _patience = patience;
        _thread = new Thread(Run) { IsBackground = true, Name = $"receive {socket.LocalEndpoint}" };
    }

    public int Listener { get; }

    public int ReceiveBuffer => _socket.ReceiveBuffer;

    public long Received => Volatile.Read(ref _received);

    public long Octets => Volatile.Read(ref _octets);

    public long QueueFull => Volatile.Read(ref _queueFull);

    public long Truncated => Volatile.Read(ref _truncated);

    public long KernelDropped => _socket.KernelDrops;

    /// <summary>What ended the thread, unless it was asked to stop.</summary>
    public CaptureException? Failure { get; private set; }

    /// <summary>True until the thread has ended; false before it is started.</summary>
    public bool IsRunning => _thread.IsAlive;

    public void Start() => _thread.Start();

    public void RequestStop() => _stop = true;

    public void Join()
    {
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    /// <summary>Closes the socket; only after <see cref="Join"/>.</summary>
    public void Close() => _socket.Dispose();

    private void Run()
    {
        try
        {
            while (!_stop)
            {
                ReceiveOnce();
            }

            long left = MostAtStop;
            int count;
            do
            {
                count = ReceiveOnce();
                left -= count;
            }
            while (count == _socket.BatchSize && left > 0);
        }
        catch (CaptureException exception)
        {
            Failure = exception;
        }
        finally
        {
            HandOver();
            _socket.RefreshKernelDrops();
        }
    }

    private int ReceiveOnce()
    {
        int count = _socket.Receive();
        if (count == 0)
        {
            HandOver();
            _socket.RefreshKernelDrops();
            return 0;
        }

        int dropped = 0;
        long octets = 0;
        for (int i = 0; i < count; i++)
        {
            DatagramHeader header = _socket.Header(i);
            ReadOnlySpan<byte> payload = _socket.Payload(i);
            octets += payload.Length;
            _truncated += header.Truncated ? 1 : 0;

            // Waits for room once a call at most, however many datagrams the call brought.
            if (!TryAdd(payload, header, dropped == 0 ? _patience : TimeSpan.Zero))
            {
                dropped++;
            }
        }

        Volatile.Write(ref _queueFull, _queueFull + dropped);
        Volatile.Write(ref _octets, _octets + octets);
        Volatile.Write(ref _received, _received + count);

        // While the consumer still has work, the batch goes on filling: fuller batches are what a late consumer needs. But not for long: the
        // datagrams of a socket with few exporters would fall behind those of the others, and count in later windows.
        if (_queue.IsEmpty || Environment.TickCount64 - _openedAt >= LongestOpenMilliseconds)
        {
            HandOver();
        }

        return count;
    }

    private bool TryAdd(ReadOnlySpan<byte> payload, in DatagramHeader header, TimeSpan patience)
    {
        if (_open is not null)
        {
            if (_open.TryAdd(payload, header))
            {
                return true;
            }

            HandOver();
        }

        if (!_queue.TryRent(_waitedAtStop ? TimeSpan.Zero : patience, out _open))
        {
            _waitedAtStop = _stop;
            return false;
        }

        _openedAt = Environment.TickCount64;
        _open.Listener = Listener;
        return _open.TryAdd(payload, header);
    }

    private void HandOver()
    {
        if (_open is not null)
        {
            _queue.Put(_open);
            _open = null;
        }
    }
}
