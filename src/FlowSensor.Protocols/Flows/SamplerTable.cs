using System.Runtime.CompilerServices;

namespace FlowSensor.Protocols.Flows;

/// <summary>
/// What one observation domain said of its sampling: an interval for the whole domain and one per sampler. An interval that a
/// record carries itself comes first, then its sampler's, then the domain's, then the configured default; a configured
/// override comes before all. Unknown stays 0: it is said, never guessed.
/// </summary>
public sealed class SamplerTable
{
    private readonly Dictionary<ulong, ulong> _samplers = [];
    private readonly int _capacity;

    /// <summary>Makes an empty table.</summary>
    /// <param name="capacity">The most samplers kept; the interval of a further one only serves as the domain's.</param>
    public SamplerTable(int capacity = 256)
    {
        _capacity = capacity;
    }

    /// <summary>Interval for records without a sampler of their own, as the exporter announced it; 0 unknown.</summary>
    public ulong DomainInterval { get; private set; }

    /// <summary>Interval that the configuration imposes; 0 none.</summary>
    public ulong Override { get; set; }

    /// <summary>Interval that the configuration gives for exporters that announce none; 0 none.</summary>
    public ulong Default { get; set; }

    /// <summary>Grows with every change, so that an owner knows when to save.</summary>
    public int Revision { get; private set; }

    /// <summary>Samplers and their intervals.</summary>
    public IReadOnlyDictionary<ulong, ulong> Samplers => _samplers;

    /// <summary>Learns an interval.</summary>
    /// <param name="samplerId">Sampler or selector; null when the announcement holds for the domain.</param>
    /// <param name="interval">1 in N; 0 is no announcement.</param>
    public void Learn(ulong? samplerId, ulong interval)
    {
        if (interval == 0)
        {
            return;
        }

        if (samplerId is ulong id
            && (_samplers.TryGetValue(id, out ulong known) ? known != interval : _samplers.Count < _capacity))
        {
            _samplers[id] = interval;
            Revision++;
        }

        // A record that names no sampler takes what was announced last, as with one sampler per exporter, the usual case.
        if ((samplerId is null || _samplers.Count <= 1) && DomainInterval != interval)
        {
            DomainInterval = interval;
            Revision++;
        }
    }

    /// <summary>The interval that holds for a record.</summary>
    /// <param name="recordInterval">Interval in the record itself; 0 none.</param>
    /// <param name="samplerId">Sampler named by the record; 0 none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Resolve(ulong recordInterval, ulong samplerId) =>
        (Override | recordInterval | samplerId | DomainInterval) == 0 ? Default : Find(recordInterval, samplerId);

    private ulong Find(ulong recordInterval, ulong samplerId)
    {
        if (Override != 0)
        {
            return Override;
        }

        if (recordInterval != 0)
        {
            return recordInterval;
        }

        if (samplerId != 0 && _samplers.Count > 0 && _samplers.TryGetValue(samplerId, out ulong interval))
        {
            return interval;
        }

        return DomainInterval != 0 ? DomainInterval : Default;
    }
}
