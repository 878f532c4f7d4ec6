using FlowSensor.Engine.Capturing;

namespace FlowSensor.Engine.Storage;

/// <summary>Works out what became of the packets of each interface since it was last asked.</summary>
/// <param name="counters">The accounts so far; those of an interface that was opened anew begin at zero.</param>
public sealed class InterfaceDeltas(Func<IReadOnlyList<InterfaceCounters>> counters)
{
    private readonly Dictionary<string, InterfaceCounters> _given = [];

    /// <summary>The interfaces whose account changed.</summary>
    public IReadOnlyList<InterfaceCounters> Take()
    {
        List<InterfaceCounters> deltas = [];
        foreach (InterfaceCounters now in counters())
        {
            InterfaceCounters before = _given.GetValueOrDefault(now.Interface) is { } given && given.Seen <= now.Seen && given.Delivered <= now.Delivered
                ? given
                : new InterfaceCounters { Interface = now.Interface };
            InterfaceCounters delta = new()
            {
                Interface = now.Interface,
                Seen = now.Seen - before.Seen,
                Delivered = now.Delivered - before.Delivered,
                KernelDropped = now.KernelDropped - before.KernelDropped,
                QueueFull = now.QueueFull - before.QueueFull,
                InterfaceDropped = now.InterfaceDropped - before.InterfaceDropped,
            };
            _given[now.Interface] = now;
            if (delta != new InterfaceCounters { Interface = now.Interface })
            {
                deltas.Add(delta);
            }
        }

        return deltas;
    }
}
