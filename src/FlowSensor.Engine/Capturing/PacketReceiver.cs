using System.Diagnostics.CodeAnalysis;
using FlowSensor.Capture;
using FlowSensor.Capture.Pcap;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Handover;

namespace FlowSensor.Engine.Capturing;

/// <summary>
/// Captures from any number of interfaces, a thread for each, and hands the packets in batches to one consumer. The threads only copy.
/// When the consumer is behind and every batch is taken, the newest packets are dropped and counted.
/// </summary>
public sealed class PacketReceiver : IDisposable
{
    private readonly BatchQueue<PacketBatch> _queue;
    private readonly List<InterfaceReader> _readers;

    /// <summary>Takes over open sources; packets wait in them until <see cref="Start"/>.</summary>
    /// <param name="sources">The sources; closed with the receiver.</param>
    /// <param name="options">How packets are handed over; null for the defaults.</param>
    public PacketReceiver(IEnumerable<IPacketSource> sources, PacketReceiverOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        PacketReceiverOptions used = options ?? new PacketReceiverOptions();
        _queue = new BatchQueue<PacketBatch>(used.MaxBatches, () => new PacketBatch(used.BatchOctets, used.BatchPackets));
        _readers = [.. sources.Select((source, number) => new InterfaceReader(number, source, _queue, used.PatienceWhenFull))];
    }

    /// <summary>Names of the interfaces; a batch names its own by the number here.</summary>
    public IReadOnlyList<string> Interfaces => [.. _readers.Select(static reader => reader.Name)];

    /// <summary>Set while there is a batch to take; for a consumer that waits for other things as well.</summary>
    public WaitHandle Filled => _queue.Filled;

    /// <summary>The failure that ended a reading thread early, if any has.</summary>
    public CaptureException? Failure => _readers.Find(static reader => reader.Failure is not null)?.Failure;

    /// <summary>Opens interfaces through libpcap.</summary>
    /// <exception cref="CaptureException">One cannot be opened; nothing stays open then.</exception>
    public static PacketReceiver Open(IReadOnlyList<CaptureInputOptions> interfaces)
    {
        ArgumentNullException.ThrowIfNull(interfaces);
        List<IPacketSource> sources = [];
        try
        {
            foreach (CaptureInputOptions options in interfaces)
            {
                sources.Add(PcapPacketSource.Open(new PcapOptions
                {
                    Interface = options.Interface!,
                    Filter = options.Filter,
                    SnapLength = options.SnapLength,
                    Promiscuous = options.Promiscuous,
                    Buffer = (int)options.Buffer.Octets,
                    Immediate = options.Immediate,
                }));
            }

            return new PacketReceiver(sources);
        }
        catch (CaptureException)
        {
            sources.ForEach(static source => source.Dispose());
            throw;
        }
    }

    /// <summary>Begins to read.</summary>
    public void Start() => _readers.ForEach(static reader => reader.Start());

    /// <summary>Takes the oldest filled batch; to be given back by <see cref="Return"/>.</summary>
    /// <returns>False when none came in the time given.</returns>
    public bool TryTake([NotNullWhen(true)] out PacketBatch? batch, TimeSpan wait) => _queue.TryTake(wait, out batch);

    /// <summary>Gives a batch back to be filled again.</summary>
    public void Return(PacketBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _queue.Return(batch);
    }

    /// <summary>Ends the reading threads. What they had read can still be taken, and the counters are final.</summary>
    public void Stop()
    {
        _readers.ForEach(static reader => reader.RequestStop());
        _readers.ForEach(static reader => reader.Join());
    }

    /// <summary>The accounts of all interfaces, at most a second old.</summary>
    public IReadOnlyList<InterfaceCounters> Counters() => [.. _readers.Select(static reader => reader.Counters)];

    /// <summary>Stops and closes the sources. Batches not yet taken are lost.</summary>
    public void Dispose()
    {
        Stop();
        _readers.ForEach(static reader => reader.Close());
        _queue.Dispose();
    }
}
