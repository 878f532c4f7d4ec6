using System.Numerics;

namespace FlowSensor.Engine.Logs.Silences;

/// <summary>How often a program's intervals were how long, by hour of the day (UTC): four bins for each doubling, from 1 ms to 49 days.</summary>
internal sealed class IntervalCounts
{
    internal const int Hours = 24;
    internal const int Bins = 128;
    private const long HourMs = 3_600_000;

    private readonly int[] _counts = new int[Hours * Bins];
    private readonly int[] _ofHour = new int[Hours];

    /// <summary>All intervals.</summary>
    internal long Total { get; private set; }

    /// <summary>Hour of the day of a time.</summary>
    internal static int HourOf(long timeMs) => (int)(((timeMs / HourMs) % Hours + Hours) % Hours);

    /// <summary>Counts an interval that began at a time.</summary>
    internal void Add(long fromMs, long lengthMs) => Add(HourOf(fromMs), BinOf(lengthMs), 1);

    internal void Add(int hour, int bin, int count)
    {
        _counts[(hour * Bins) + bin] += count;
        _ofHour[hour] += count;
        Total += count;
    }

    /// <summary>The counts that are not zero.</summary>
    internal IEnumerable<(int Hour, int Bin, int Count)> NotZero()
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] != 0)
            {
                yield return (i / Bins, i % Bins, _counts[i]);
            }
        }
    }

    /// <summary>The usual longest interval of the hours that a silence touches, the silence itself left out; 0 when too little is known.</summary>
    internal long UsualMs(long fromMs, long toMs, SilenceOptions options, bool isCounted)
    {
        int own = isCounted ? HourOf(fromMs) : -1;
        int ownBin = BinOf(toMs - fromMs);
        if (Total - (own < 0 ? 0 : 1) < options.LeastIntervals)
        {
            return 0;
        }

        long all = EdgeOf(QuantileBin(-1, own, ownBin, options.Quantile));
        long most = 0;
        int hours = (int)Math.Min(Hours, (toMs / HourMs) - (fromMs / HourMs) + 1);
        for (int i = 0; i < hours; i++)
        {
            int hour = HourOf(fromMs + (i * HourMs));
            int known = _ofHour[hour] - (hour == own ? 1 : 0);

            // An hour with few lines has long intervals: the longest of them is usual, and what holds of the whole day is, too.
            long usual = known >= options.LeastIntervals ? EdgeOf(QuantileBin(hour, own, ownBin, options.Quantile))
                : known > 0 ? Math.Max(all, EdgeOf(QuantileBin(hour, own, ownBin, 1)))
                : all;
            most = Math.Max(most, usual);
        }

        return most;
    }

    private int QuantileBin(int hour, int ownHour, int ownBin, double quantile)
    {
        long known = (hour < 0 ? Total : _ofHour[hour]) - (ownHour >= 0 && (hour < 0 || hour == ownHour) ? 1 : 0);
        long rank = Math.Max(1, (long)Math.Ceiling(known * quantile));
        long sum = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            for (int of = hour < 0 ? 0 : hour; of <= (hour < 0 ? Hours - 1 : hour); of++)
            {
                sum += _counts[(of * Bins) + bin] - (of == ownHour && bin == ownBin ? 1 : 0);
            }

            if (sum >= rank)
            {
                return bin;
            }
        }

        return Bins - 1;
    }

    private static int BinOf(long lengthMs)
    {
        ulong value = (ulong)Math.Clamp(lengthMs, 0, (1L << 32) - 8) + 4;
        int doubling = BitOperations.Log2(value);
        return Math.Min(Bins - 1, ((doubling - 2) * 4) + (int)((value >> (doubling - 2)) & 3));
    }

    private static long EdgeOf(int bin)
    {
        int doubling = (bin / 4) + 2;
        return ((5L + (bin % 4)) << (doubling - 2)) - 4;
    }
}
