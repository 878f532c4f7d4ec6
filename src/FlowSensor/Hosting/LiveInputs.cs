using FlowSensor.Capture;
using FlowSensor.Engine.Capturing;
using FlowSensor.Engine.Collection;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Intake;

namespace FlowSensor.Hosting;

/// <summary>The open sockets and interfaces, and what brings their datagrams and packets into a session. One thread feeds.</summary>
internal sealed class LiveInputs : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // Milliseconds after which nothing more is expected of the second that came last: exporters are that close to each other.
    private const long Silence = 2_000;

    // On a quiet wire packet time follows the clock at this distance, so that no packet comes after its time.
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock;
    private readonly WaitHandle[] _filled;
    private long _queueFull;
    private long _lastArrival;
    private long _lastSecond;

    /// <summary>Opens everything, so that what cannot work is said before anything begins.</summary>
    /// <exception cref="CaptureException">An address or an interface cannot be used; nothing stays open then.</exception>
    public LiveInputs(SensorOptions options, TimeProvider clock)
    {
        _clock = clock;
        _lastSecond = clock.GetTimestamp();
        Packets = options.Inputs.Capture.Count == 0 ? null : PacketReceiver.Open(options.Inputs.Capture);
        try
        {
            Datagrams = new DatagramReceiver(new DatagramReceiverOptions
            {
                Listen = [.. options.Inputs.Netflow.Listen, .. options.Inputs.Sflow.Listen],
                Threads = options.Inputs.Netflow.Threads,
                ReceiveBuffer = (int)options.Inputs.Netflow.ReceiveBuffer.Octets,
            });
        }
        catch (CaptureException)
        {
            Packets?.Dispose();
            throw;
        }

        _filled = Packets is null ? [Datagrams.Filled] : [Datagrams.Filled, Packets.Filled];
    }

    /// <summary>The sockets.</summary>
    public DatagramReceiver Datagrams { get; }

    /// <summary>The interfaces; null where none is configured.</summary>
    public PacketReceiver? Packets { get; }

    /// <summary>What ended a receiving thread.</summary>
    public CaptureException? Failure => Datagrams.Failure ?? Packets?.Failure;

    /// <summary>True when the inputs of two configurations need different sockets or interfaces.</summary>
    public static bool Differ(InputOptions one, InputOptions other) =>
        !one.Netflow.Listen.Concat(one.Sflow.Listen).SequenceEqual(other.Netflow.Listen.Concat(other.Sflow.Listen))
        || one.Netflow.Threads != other.Netflow.Threads
        || one.Netflow.ReceiveBuffer != other.Netflow.ReceiveBuffer
        || !one.Capture.Select(Settings).SequenceEqual(other.Capture.Select(Settings));

    /// <summary>The interfaces of a configuration that are not open yet, or not in this way.</summary>
    public static IReadOnlyList<CaptureInputOptions> NewInterfaces(InputOptions before, InputOptions after) =>
        [.. after.Capture.ExceptBy(before.Capture.Select(Settings), Settings)];

    /// <summary>Begins to receive.</summary>
    public void Start()
    {
        Datagrams.Start();
        Packets?.Start();
    }

    /// <summary>Waits a little for input and feeds what is there; about once a second, tells the time and sends what waits.</summary>
    /// <returns>True about once a second.</returns>
    public bool Feed(SensorSession session)
    {
        WaitHandle.WaitAny(_filled, Wait);
        bool quiet = !FeedDatagrams(session.Pipeline.Collector);
        bool quietWire = !FeedPackets(session);
        if (quiet && session.Pipeline.Collector.Clock.IsStarted && _lastArrival > 0)
        {
            // Nothing comes: windows close as time passes, so that results appear without the next datagram.
            long silence = Now() - _lastArrival;
            if (silence >= Silence)
            {
                // The last records wait for no others to be looked at.
                session.Pipeline.Accounting.Look(session.Pipeline.Collector.Clock.Now + silence - Silence);
            }

            session.Pipeline.Accounting.Advance(session.Pipeline.Collector.Clock.Watermark + Math.Max(0, silence));
        }

        CountQueueFull(session.Pipeline.Collector);
        if (_clock.GetElapsedTime(_lastSecond) < Second)
        {
            return false;
        }

        _lastSecond = _clock.GetTimestamp();
        if (quietWire)
        {
            session.Pipeline.Packets?.Advance(Now() - (long)Delay.TotalMilliseconds);
        }

        session.SendWaiting();
        return true;
    }

    /// <summary>Ends the receiving threads and feeds what they still had.</summary>
    public void Drain(SensorSession? session)
    {
        // What waits in sockets comes through batches that are emptied meanwhile.
        Datagrams.RequestStop();
        while (session is not null && Datagrams.IsRunning)
        {
            if (!FeedDatagrams(session.Pipeline.Collector))
            {
                Datagrams.Filled.WaitOne(Pause);
            }
        }

        Datagrams.Stop();
        Packets?.Stop();
        while (session is not null && (FeedDatagrams(session.Pipeline.Collector) | FeedPackets(session)))
        {
        }

        if (session is not null)
        {
            CountQueueFull(session.Pipeline.Collector);
        }
    }

    /// <summary>Datagrams the kernel dropped so far.</summary>
    public long KernelDropped()
    {
        long dropped = 0;
        for (int i = 0; i < Datagrams.Listeners.Count; i++)
        {
            dropped += Datagrams.Counters(i).KernelDropped;
        }

        return dropped;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Datagrams.Dispose();
        Packets?.Dispose();
    }

    private static (string?, string?, int, bool, ByteSize, bool) Settings(CaptureInputOptions options) =>
        (options.Interface, options.Filter, options.SnapLength, options.Promiscuous, options.Buffer, options.Immediate);

    private bool FeedDatagrams(Collector collector)
    {
        if (!Datagrams.TryTake(out DatagramBatch? batch, TimeSpan.Zero))
        {
            return false;
        }

        for (int i = 0; i < batch.Count; i++)
        {
            collector.Receive(batch.Payload(i), batch.Source(i), batch.ArrivalMs(i));
        }

        _lastArrival = batch.Count > 0 ? batch.ArrivalMs(batch.Count - 1) : _lastArrival;
        Datagrams.Return(batch);
        return true;
    }

    private bool FeedPackets(SensorSession session)
    {
        if (Packets is null || !Packets.TryTake(out PacketBatch? batch, TimeSpan.Zero))
        {
            return false;
        }

        PacketIntake intake = session.Pipeline.TakePackets();
        for (int i = 0; i < batch.Count; i++)
        {
            intake.Take(batch[i]);
        }

        Packets.Return(batch);
        return true;
    }

    private void CountQueueFull(Collector collector)
    {
        long queueFull = 0;
        for (int i = 0; i < Datagrams.Listeners.Count; i++)
        {
            queueFull += Datagrams.Counters(i).QueueFull;
        }

        if (queueFull != _queueFull)
        {
            collector.CountQueueFull(queueFull - _queueFull);
            _queueFull = queueFull;
        }
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
