using System.Diagnostics.CodeAnalysis;
using FlowSensor.Engine.Configuration;
using FlowSensor.Engine.Handover;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Logs.Syslog;

/// <summary>The way from the receivers to the reading thread, what may pass it, and what was counted on it.</summary>
/// <param name="options">Limits.</param>
/// <param name="clock">Tells when batches arrive.</param>
internal sealed class SyslogQueue(SyslogInputOptions options, TimeProvider clock) : IDisposable
{
    private const int MaxBatches = 64;
    private const int LeastBatchOctets = 128 * 1_024;

    // A datagram has room in an empty batch, whatever its length.
    private readonly BatchQueue<SyslogBatch> _queue = new(MaxBatches, () => new SyslogBatch(Math.Max(LeastBatchOctets, (int)options.MaxMessage.Octets)));

    internal SyslogCounters Counters { get; } = new();

    internal bool IsEmpty => _queue.IsEmpty;

    internal bool MaySend(IpAddress source)
    {
        if (options.Allow.Count == 0)
        {
            return true;
        }

        foreach (IpPrefix prefix in options.Allow)
        {
            if (prefix.Contains(source))
            {
                return true;
            }
        }

        Counters.CountNotAllowed();
        return false;
    }

    internal bool TryRent(TimeSpan wait, [NotNullWhen(true)] out SyslogBatch? batch) => _queue.TryRent(wait, out batch);

    internal void Put(SyslogBatch batch)
    {
        batch.ArrivalMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        Counters.CountMessages(batch.Count);
        _queue.Put(batch);
    }

    internal bool TryTake(TimeSpan wait, [NotNullWhen(true)] out SyslogBatch? batch) => _queue.TryTake(wait, out batch);

    internal void Return(SyslogBatch batch) => _queue.Return(batch);

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();
}
