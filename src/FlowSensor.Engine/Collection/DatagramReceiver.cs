using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using FlowSensor.Capture;
using FlowSensor.Capture.Udp;
using FlowSensor.Engine.Handover;

namespace FlowSensor.Engine.Collection;

/// <summary>
/// Receives datagrams on any number of addresses, a thread for each socket, and hands them in batches to one consumer. The threads only
/// receive. When the consumer is behind and every batch is taken, the newest datagrams are dropped and counted.
/// </summary>
public sealed class DatagramReceiver : IDisposable
{
    private readonly BatchQueue<DatagramBatch> _queue;
    private readonly List<DatagramReceiverThread> _threads = [];
    private readonly List<IPEndPoint> _listeners = [];

    /// <summary>Opens all sockets; datagrams wait in them until <see cref="Start"/>.</summary>
    /// <exception cref="CaptureException">An address cannot be used; nothing stays open then.</exception>
    public DatagramReceiver(DatagramReceiverOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBatches, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchDatagrams, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchOctets, UdpReceiverOptions.LargestDatagram);
        _queue = new BatchQueue<DatagramBatch>(options.MaxBatches, () => new DatagramBatch(options.BatchOctets, options.BatchDatagrams));
        try
        {
            foreach (IPEndPoint endpoint in options.Listen)
            {
                Open(endpoint, options);
            }
        }
        catch (CaptureException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The addresses really bound, in the order of the options; a batch names its listener by the number here.</summary>
    public IReadOnlyList<IPEndPoint> Listeners => _listeners;

    /// <summary>Set while there is a batch to take; for a consumer that waits for other things as well.</summary>
    public WaitHandle Filled => _queue.Filled;

    /// <summary>Begins to receive.</summary>
    public void Start()
    {
        foreach (DatagramReceiverThread thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Takes the oldest filled batch; to be given back by <see cref="Return"/>.</summary>
    /// <returns>False when none came in the time given.</returns>
    public bool TryTake([NotNullWhen(true)] out DatagramBatch? batch, TimeSpan wait) => _queue.TryTake(wait, out batch);

    /// <summary>Gives a batch back to be filled again.</summary>
    public void Return(DatagramBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _queue.Return(batch);
    }

    /// <summary>True while a thread receives, or brings what it has received.</summary>
    public bool IsRunning => _threads.Exists(static thread => thread.IsRunning);

    /// <summary>Asks the receiving threads to end when their sockets are empty; batches are to be taken until <see cref="IsRunning"/> is false.</summary>
    public void RequestStop()
    {
        foreach (DatagramReceiverThread thread in _threads)
        {
            thread.RequestStop();
        }
    }

    /// <summary>
    /// Ends the receiving threads, within the receive time-out of the options and, where nobody takes batches, its patience once. What they had received can still be taken, and the counters are final.
    /// </summary>
    public void Stop()
    {
        RequestStop();
        foreach (DatagramReceiverThread thread in _threads)
        {
            thread.Join();
        }
    }

    /// <summary>The account of one listener so far, summed over its threads.</summary>
    public DatagramReceiverCounters Counters(int listener)
    {
        DatagramReceiverCounters sum = new() { Endpoint = _listeners[listener], ReceiveBuffer = int.MaxValue };
        foreach (DatagramReceiverThread thread in _threads)
        {
            if (thread.Listener == listener)
            {
                sum = sum with
                {
                    ReceiveBuffer = Math.Min(sum.ReceiveBuffer, thread.ReceiveBuffer),
                    Received = sum.Received + thread.Received,
                    Octets = sum.Octets + thread.Octets,
                    QueueFull = sum.QueueFull + thread.QueueFull,
                    Truncated = sum.Truncated + thread.Truncated,
                    KernelDropped = sum.KernelDropped + thread.KernelDropped,
                };
            }
        }

        return sum;
    }

    /// <summary>The failure of a socket that ended its thread early, if any has.</summary>
    public CaptureException? Failure => _threads.Find(thread => thread.Failure is not null)?.Failure;

    /// <summary>Whether an address, of all those to listen on, takes IPv4 beside IPv6.</summary>
    public static bool TakesBoth(IPEndPoint endpoint, IEnumerable<IPEndPoint> all)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return endpoint.Address.Equals(IPAddress.IPv6Any) && !all.Any(other => other.AddressFamily == AddressFamily.InterNetwork && other.Port == endpoint.Port);
    }

    /// <summary>Stops and closes the sockets. Batches not yet taken are lost.</summary>
    public void Dispose()
    {
        Stop();
        foreach (DatagramReceiverThread thread in _threads)
        {
            thread.Close();
        }

        _queue.Dispose();
    }

    private void Open(IPEndPoint endpoint, DatagramReceiverOptions options)
    {
        int threads = options.Threads > 0 ? options.Threads : Math.Min(4, Environment.ProcessorCount);
        bool dualStack = TakesBoth(endpoint, options.Listen);

        // A system without IPv6 still has the IPv4 half of [::].
        IPEndPoint bound = dualStack && !Socket.OSSupportsIPv6 ? new IPEndPoint(IPAddress.Any, endpoint.Port) : endpoint;
        for (int i = 0; i < threads; i++)
        {
            UdpReceiver socket = UdpReceiver.Open(new UdpReceiverOptions
            {
                Endpoint = bound,
                DualStack = dualStack && bound.AddressFamily == AddressFamily.InterNetworkV6,
                ReceiveBuffer = options.ReceiveBuffer,
                JoinGroup = i > 0,
                AllowGroup = i == 0 && threads > 1,
                Timeout = options.ReceiveTimeout,
            });
            bound = socket.LocalEndpoint;
            _threads.Add(new DatagramReceiverThread(_listeners.Count, socket, _queue, options.PatienceWhenFull));
        }

        _listeners.Add(bound);
    }
}
