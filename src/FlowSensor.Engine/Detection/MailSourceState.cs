using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowSensor.Engine.Traffic;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Detection;

/// <summary>
/// The last 24 observed hours of one SMTP sender: the amount and quality of each hour; the rest in two halves, of which the older goes when the newer is full,
/// and once more fading, for the last hour. About 770 octets, in a table, so that a quiet sender costs no allocation.
/// </summary>
internal struct MailSourceState
{
    /// <summary>Hours kept.</summary>
    public const int Hours = 24;

    private const int HalfHours = 12;
    private const double FadeMs = 3_600_000;

    public IpAddress Source;
    public uint Tag;

    /// <summary>Observed hour it stands in.</summary>
    public long Hour;

    /// <summary>Counts of the half that is filled, and of the one before.</summary>
    public MailCounts Newer;

    public MailCounts Older;

    public DestinationSketch NewerServers;

    public DestinationSketch OlderServers;

    /// <summary>Counts of about the last hour.</summary>
    public MailCounts Recent;

    /// <summary>Observed time up to which the recent ones have faded.</summary>
    public long RecentAt;

    /// <summary>True while it is among those that did something in this window.</summary>
    public bool IsActive;

    /// <summary>What it sent in this window.</summary>
    public SourceSums Window;

    private Ring _hours;

    /// <summary>Moves on to an observed hour.</summary>
    public void Advance(long hour)
    {
        long passed = hour - Hour;
        if (passed <= 0)
        {
            return;
        }

        if (passed >= Hours)
        {
            _hours = default;
            Newer = default;
            Older = default;
            NewerServers = default;
            OlderServers = default;
        }
        else
        {
            for (long at = Hour + 1; at <= hour; at++)
            {
                _hours[(int)(at % Hours)] = default;
                if (at % HalfHours == 0)
                {
                    Older = Newer;
                    OlderServers = NewerServers;
                    Newer = default;
                    NewerServers = default;
                }
            }
        }

        Hour = hour;
    }

    /// <summary>Lets what is recent fade until an observed time.</summary>
    public void Fade(long observed)
    {
        Recent.Fade(Math.Exp(-Math.Max(0, observed - RecentAt) / FadeMs));
        RecentAt = observed;
    }

    /// <summary>The hour that runs.</summary>
    [UnscopedRef]
    public ref MailHour ThisHour => ref _hours[(int)(Hour % Hours)];

    /// <summary>Flows of the last sixty minutes: of this hour and, evenly spread, of the part of the one before that is in them.</summary>
    public readonly double LastHour(double partOfHour) =>
        _hours[(int)(Hour % Hours)].Flows + ((1 - Math.Clamp(partOfHour, 0, 1)) * _hours[(int)((Hour + Hours - 1) % Hours)].Flows);

    /// <summary>Hours of the last 24 in which it sent.</summary>
    public readonly int ActiveHours
    {
        get
        {
            int active = 0;
            foreach (ref readonly MailHour hour in (ReadOnlySpan<MailHour>)_hours)
            {
                active += hour.Flows > 0 ? 1 : 0;
            }

            return active;
        }
    }

    /// <summary>How it went in the hour that runs and those before it, back to the one with which there is enough to tell.</summary>
    /// <param name="enough">Flows that are enough; all of the day where it had fewer.</param>
    public readonly MailQuality Quality(uint enough)
    {
        MailQuality quality = default;
        for (int back = 0; back < Hours && quality.Flows < enough; back++)
        {
            quality = quality.With(in _hours[(int)((Hour + Hours - back) % Hours)]);
        }

        return quality;
    }

    /// <summary>Writes it.</summary>
    public readonly void Save(BinaryWriter writer) => StructBytes.Write(writer, in this);

    [InlineArray(Hours)]
    private struct Ring
    {
        private MailHour _first;
    }
}
