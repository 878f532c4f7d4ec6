using System.Runtime.CompilerServices;

namespace FlowSensor.Protocols.Flows;

/// <summary>
/// Counts what is missing in an exporter's sequence numbers, in the unit the protocol counts: flows (v5, v7), datagrams (v9,
/// sFlow) or data records (IPFIX). A datagram that arrives late takes its part of a gap back; an exporter that starts over is
/// not a loss.
/// </summary>
public struct SequenceTracker
{
    private const int GapCapacity = 8;

    // Farther than this from what was expected, in either direction, is a restart and not a gap: at 30 flows a datagram a
    // million flows are an outage of minutes, after which an exact figure says nothing.
    private const uint RestartDistance = 1 << 20;

    // So many datagrams in a row that came before, each following the other, are an exporter that started over.
    private const int RestartRun = 3;

    private uint _expected;
    private bool _started;
    private uint _repeatExpected;
    private int _repeats;
    private GapRow _gaps;
    private int _gapCount;

    /// <summary>Units that never arrived.</summary>
    public long Lost { get; private set; }

    /// <summary>Times the numbers started over.</summary>
    public int Restarts { get; private set; }

    /// <summary>Datagrams that came after a later one.</summary>
    public long Reordered { get; private set; }

    /// <summary>Datagrams that had come before.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Takes one datagram into account.</summary>
    /// <param name="sequence">Sequence number of the datagram: the number of its first unit.</param>
    /// <param name="units">Units in the datagram.</param>
    /// <param name="rebooted">True when the exporter's uptime says that it started over.</param>
    /// <returns>How the datagram stands to those before it.</returns>
    public SequenceOrder Observe(uint sequence, uint units, bool rebooted = false)
    {
        if (!_started)
        {
            _started = true;
            _expected = sequence + units;
            return SequenceOrder.Next;
        }

        if (rebooted && sequence != _expected)
        {
            return Restart(sequence, units);
        }

        uint ahead = sequence - _expected;
        if (ahead == 0)
        {
            _expected += units;
            _repeats = 0;
            return SequenceOrder.Next;
        }

        if (ahead < RestartDistance)
        {
            Lost += ahead;
            Remember(_expected, ahead);
            _expected = sequence + units;
            return SequenceOrder.Gap;
        }

        uint behind = _expected - sequence;
        return behind > RestartDistance ? Restart(sequence, units) : TakeBack(sequence, units);
    }

    /// <summary>True for a number that was missed: its datagram was overtaken on the way.</summary>
    public readonly bool IsMissing(uint sequence)
    {
        for (int i = 0; i < _gapCount; i++)
        {
            if (sequence - _gaps[i].Start < _gaps[i].Length)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets what to expect next, for a datagram whose units cannot be counted; loss around it is not counted either.</summary>
    public void Resynchronise()
    {
        _started = false;
        _gapCount = 0;
    }

    private void Remember(uint start, uint length)
    {
        if (_gapCount == GapCapacity)
        {
            // The oldest gap is the least likely to be filled.
            Span<Gap> gaps = _gaps;
            gaps[1..].CopyTo(gaps);
            _gapCount--;
        }

        _gaps[_gapCount++] = new Gap(start, length);
    }

    private SequenceOrder TakeBack(uint sequence, uint units)
    {
        for (int i = 0; i < _gapCount; i++)
        {
            Gap gap = _gaps[i];
            uint offset = sequence - gap.Start;
            if (offset >= gap.Length)
            {
                continue;
            }

            uint found = Math.Min(units, gap.Length - offset);
            Lost -= found;
            Reordered++;
            uint behind = gap.Length - offset - found;
            if (offset == 0)
            {
                _gaps[i] = new Gap(sequence + found, behind);
            }
            else
            {
                _gaps[i] = new Gap(gap.Start, offset);
                if (behind > 0)
                {
                    Remember(sequence + found, behind);
                }
            }

            return SequenceOrder.Reordered;
        }

        _repeats = sequence == _repeatExpected ? _repeats + 1 : 1;
        _repeatExpected = sequence + units;
        if (_repeats == RestartRun)
        {
            return Restart(sequence, units);
        }

        Duplicates++;
        return SequenceOrder.Duplicate;
    }

    private SequenceOrder Restart(uint sequence, uint units)
    {
        Restarts++;
        _gapCount = 0;
        _repeats = 0;
        _expected = sequence + units;
        return SequenceOrder.Restart;
    }

    private readonly record struct Gap(uint Start, uint Length);

    [InlineArray(GapCapacity)]
    private struct GapRow
    {
        private Gap _first;
    }
}
