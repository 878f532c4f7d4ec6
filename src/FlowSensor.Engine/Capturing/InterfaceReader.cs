using System.Diagnostics;
using FlowSensor.Capture;
using FlowSensor.Engine.Handover;
using FlowSensor.Protocols.Pcap;

namespace FlowSensor.Engine.Capturing;

/// <summary>One packet source and the thread that empties it into batches. The counters have one writer, this thread.</summary>
internal sealed class InterfaceReader : IPacketSink
{
    private const int MostAtOnce = 4_096;

    // At a stop what the capture buffer holds is taken; under a steady flood it ends here.
    private const long MostAtStop = 1 << 20;

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StatisticsInterval = TimeSpan.FromSeconds(1);

    private readonly int _number;
    private readonly IPacketSource _source;
    private readonly BatchQueue<PacketBatch> _queue;
    private readonly TimeSpan _patience;
    private readonly Thread _thread;
    private PacketBatch? _open;
    private InterfaceCounters _counters;
    private long _queueFull;
    private bool _hasWaited;
    private volatile bool _stop;

    public InterfaceReader(int number, IPacketSource source, BatchQueue<PacketBatch> queue, TimeSpan patience)
    {
        _number = number;
        _source = source;
        _queue = queue;
        _patience = patience;
        _counters = new InterfaceCounters { Interface = source.Name };
        _thread = new Thread(Run) { IsBackground = true, Name = $"capture {source.Name}" };
    }

    public string Name => _source.Name;

    /// <summary>The account, at most a second old, final after <see cref="Join"/>.</summary>
    public InterfaceCounters Counters => Volatile.Read(ref _counters);

    /// <summary>What ended the thread, unless it was asked to stop.</summary>
    public CaptureException? Failure { get; private set; }

    public void Start() => _thread.Start();

    public void RequestStop() => _stop = true;

    public void Join()
    {
        if (_thread.IsAlive)
        {
            _thread.Join();
        }
    }

    /// <summary>Closes the source; only after <see cref="Join"/>.</summary>
    public void Close() => _source.Dispose();

    void IPacketSink.OnPacket(in Capture.CapturedPacket packet)
    {
        if (!TryAdd(packet))
        {
            _queueFull++;
        }
    }

    private void Run()
    {
        try
        {
            long counted = Stopwatch.GetTimestamp();
            while (!_stop)
            {
                ReceiveOnce(Wait);
                if (Stopwatch.GetElapsedTime(counted) >= StatisticsInterval)
                {
                    counted = Stopwatch.GetTimestamp();
                    Count();
                }
            }

            long left = MostAtStop;
            int count;
            do
            {
                count = ReceiveOnce(TimeSpan.Zero);
                left -= count;
            }
            while (count > 0 && left > 0);
        }
        catch (CaptureException exception)
        {
            Failure = exception;
        }
        finally
        {
            HandOver();
            Count();
        }
    }

    private int ReceiveOnce(TimeSpan wait)
    {
        _hasWaited = false;
        int count = _source.Receive(this, MostAtOnce, wait);

        // While the consumer still has work, the batch goes on filling: fuller batches are what a late consumer needs.
        if (count == 0 || _queue.IsEmpty)
        {
            HandOver();
        }

        return count;
    }

    private bool TryAdd(in Capture.CapturedPacket packet)
    {
        if (_open is not null)
        {
            if (_open.TryAdd(packet))
            {
                return true;
            }

            HandOver();
        }

        // Waits for room once a call at most, while the capture buffer takes what comes.
        TimeSpan patience = _hasWaited ? TimeSpan.Zero : _patience;
        if (!_queue.TryRent(patience, out _open))
        {
            _hasWaited = true;
            return false;
        }

        _open.Interface = _number;
        _open.LinkType = (LinkType)_source.LinkType;
        return _open.TryAdd(packet);
    }

    private void HandOver()
    {
        if (_open is not null)
        {
            _queue.Put(_open);
            _open = null;
        }
    }

    private void Count()
    {
        PacketSourceStatistics now = _source.ReadStatistics();
        Volatile.Write(ref _counters, new InterfaceCounters
        {
            Interface = _source.Name,
            Seen = now.Seen,
            Delivered = now.Delivered,
            QueueFull = _queueFull,
            KernelDropped = now.KernelDropped,
            InterfaceDropped = now.InterfaceDropped,
        });
    }
}
