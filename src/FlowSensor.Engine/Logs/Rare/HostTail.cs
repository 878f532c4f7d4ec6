using FlowSensor.Protocols.Logs;

namespace FlowSensor.Engine.Logs.Rare;

/// <summary>The last lines of one host, and the types that wait for the lines after their first one.</summary>
/// <param name="host">The host's name.</param>
/// <param name="near">Lines shown before and after.</param>
internal sealed class HostTail(string host, int near)
{
    private const int MaxWaiting = 16;

    private readonly TailLine[] _lines = [.. Enumerable.Range(0, near).Select(static _ => new TailLine())];
    private readonly List<(MessageType Type, int Left, long TimeMs)> _waiting = new(MaxWaiting);
    private long _count;

    internal string Host => host;

    /// <summary>Time of the last line.</summary>
    internal long LastMs { get; private set; } = long.MinValue;

    /// <summary>The last line with words of trouble; null when there was none.</summary>
    internal MessageType? LastTrouble { get; private set; }

    /// <summary>Its time.</summary>
    internal long LastTroubleMs { get; private set; }

    /// <summary>Gives a new type the lines before it, and has it wait for those after it.</summary>
    internal void Begin(MessageType type, long timeMs, long mostMs)
    {
        for (long i = Math.Max(0, _count - near); i < _count; i++)
        {
            TailLine line = _lines[i % near];
            if (IsNear(line.TimeMs, timeMs, mostMs))
            {
                type.NearLines.Add(new NearLine(line.TimeMs, line.Program, line.Text, IsAfter: false));
            }
        }

        if (_waiting.Count < MaxWaiting)
        {
            _waiting.Add((type, near, timeMs));
        }
    }

    /// <summary>Takes the host's next line.</summary>
    internal void Add(long timeMs, MessageType type, bool isNew, ReadOnlySpan<byte> message, long mostMs)
    {
        for (int i = _waiting.Count - 1; i >= 0; i--)
        {
            (MessageType waiting, int left, long begun) = _waiting[i];
            if (ReferenceEquals(waiting, type) && isNew)
            {
                continue;
            }

            bool isNear = IsNear(timeMs, begun, mostMs);
            if (isNear)
            {
                waiting.NearLines.Add(new NearLine(timeMs, type.Program, LineText.Show(message, TailLine.MaxOctets), IsAfter: true));
                _waiting[i] = (waiting, --left, begun);
            }

            if (left == 0 || !isNear)
            {
                _waiting.RemoveAt(i);
            }
        }

        if (near > 0)
        {
            _lines[_count++ % near].Keep(timeMs, type.Program, message);
        }

        LastMs = Math.Max(LastMs, timeMs);
        if (type.Trouble.Count > 0)
        {
            LastTrouble = type;
            LastTroubleMs = timeMs;
        }
    }

    private static bool IsNear(long one, long other, long mostMs) =>
        one == LogHeader.UnknownTime || other == LogHeader.UnknownTime || Math.Abs(one - other) <= mostMs;
}
