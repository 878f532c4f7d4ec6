using FlowSensor.Engine.Detection;

namespace FlowSensor.Engine.Output.Notifications;

/// <summary>Many notices in one: how many of which kind, and the worst by name.</summary>
public sealed class NoticeDigest
{
    /// <summary>Incidents listed by name.</summary>
    public const int Listed = 20;

    private readonly SortedDictionary<(IncidentKind Kind, IncidentChangeKind Change), long> _counts = [];
    private readonly PriorityQueue<Notice, (int Severity, long Number)> _worst = new();
    private long _number;

    /// <summary>Notices in it.</summary>
    public long Count { get; private set; }

    /// <summary>Event time of the first, Unix milliseconds.</summary>
    public long First { get; private set; } = long.MaxValue;

    /// <summary>Event time of the last, Unix milliseconds.</summary>
    public long Last { get; private set; } = long.MinValue;

    /// <summary>The highest severity.</summary>
    public int Severity { get; private set; }

    /// <summary>Notices by kind and change, in the order of the kinds.</summary>
    public IEnumerable<(IncidentKind Kind, IncidentChangeKind Change, long Count)> Counts =>
        _counts.Select(static pair => (pair.Key.Kind, pair.Key.Change, pair.Value));

    /// <summary>The worst, most severe first.</summary>
    public IReadOnlyList<Notice> Worst => [.. _worst.UnorderedItems.OrderByDescending(static item => item.Priority).Select(static item => item.Element)];

    /// <summary>Takes one in. Its memory does not grow with their number.</summary>
    public void Add(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        Count++;
        First = Math.Min(First, notice.Change.Time);
        Last = Math.Max(Last, notice.Change.Time);
        Severity = Math.Max(Severity, notice.Incident.Severity);
        (IncidentKind, IncidentChangeKind) key = (notice.Incident.Kind, notice.Change.Kind);
        _counts[key] = _counts.GetValueOrDefault(key) + 1;

        // Of two of a severity the earlier is kept.
        _worst.Enqueue(notice, (notice.Incident.Severity, -_number++));
        if (_worst.Count > Listed)
        {
            _worst.Dequeue();
        }
    }
}
