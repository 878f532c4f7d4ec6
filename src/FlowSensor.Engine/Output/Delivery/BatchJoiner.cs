using FlowSensor.Engine.Output.Spool;

namespace FlowSensor.Engine.Output.Delivery;

/// <summary>Takes batches from a spool and joins neighbours with the same headers up to a size. One thread.</summary>
internal sealed class BatchJoiner(DiskSpool spool, int joinOctets)
{
    private readonly List<SpoolBatch> _parts = [];
    private SpoolBatch? _next;
    private int _octets;

    /// <summary>The newest batch of what was taken, for the acknowledgment.</summary>
    public SpoolBatch? Last => _parts.Count == 0 ? null : _parts[^1];

    /// <summary>When the oldest batch of what was taken was appended, Unix milliseconds.</summary>
    public long OldestMs => _parts[0].CreatedMs;

    /// <summary>True when nothing more can join: the size is reached, or what follows has other headers.</summary>
    public bool IsFull => _next is not null || (_parts.Count > 0 && _octets >= joinOctets);

    /// <summary>Takes what the spool has, as far as it can be joined.</summary>
    /// <returns>True when there is a batch to send.</returns>
    public bool Fill()
    {
        while (!IsFull && spool.TryRead(out _next))
        {
            if (_parts.Count == 0 || (_octets + _next.Payload.Length <= joinOctets && HaveSameHeaders(_parts[0], _next)))
            {
                _parts.Add(_next);
                _octets += _next.Payload.Length;
                _next = null;
            }
        }

        return _parts.Count > 0;
    }

    /// <summary>What was taken, as one batch.</summary>
    public SpoolBatch Join()
    {
        SpoolBatch first = _parts[0];
        if (_parts.Count == 1)
        {
            return first;
        }

        byte[] payload = new byte[_octets];
        int offset = 0;
        foreach (SpoolBatch part in _parts)
        {
            part.Payload.CopyTo(payload.AsMemory(offset));
            offset += part.Payload.Length;
        }

        return first with { Payload = payload, Items = _parts.Sum(static part => part.Items) };
    }

    /// <summary>Begins the next one.</summary>
    public void Clear()
    {
        _parts.Clear();
        _octets = 0;
        if (_next is SpoolBatch next)
        {
            _parts.Add(next);
            _octets = next.Payload.Length;
            _next = null;
        }
    }

    private static bool HaveSameHeaders(SpoolBatch one, SpoolBatch other) =>
        one.Headers.Count == other.Headers.Count && one.Headers.All(header => other.Headers.TryGetValue(header.Key, out string? value) && value == header.Value);
}
