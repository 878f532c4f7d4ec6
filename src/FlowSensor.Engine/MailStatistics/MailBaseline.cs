using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>Levels learned for each server and kind of day from days that were not abnormal; the newest count.</summary>
internal sealed class MailBaseline
{
    private const int KeptDays = 30;
    private const int LeastDays = 3;

    // Of the published levels low and high lie a seventh and more from the usual.
    private const double NarrowestPart = 1.0 / 7;
    private const double WidestPart = 0.5;

    private readonly int _maxServers;
    private readonly Dictionary<(IpAddress Server, DayKind Kind), Queue<(double Efficiency, double Queries)>> _days = [];

    public MailBaseline(int maxServers = 1024) => _maxServers = maxServers;

    /// <summary>Takes a day that ended. Abnormal days teach nothing.</summary>
    public void Learn(IpAddress server, DayKind kind, in MailSample day, MailVerdict verdict)
    {
        if (verdict is MailVerdict.Attacked or MailVerdict.LowEfficiency or MailVerdict.HighLoad || day.Connections == 0)
        {
            return;
        }

        if (!_days.TryGetValue((server, kind), out Queue<(double Efficiency, double Queries)>? days))
        {
            if (_days.Count >= _maxServers * 2)
            {
                return;
            }

            days = new Queue<(double, double)>();
            _days.Add((server, kind), days);
        }

        days.Enqueue(((double)day.Accepted / day.Connections, day.Queries));
        if (days.Count > KeptDays)
        {
            days.Dequeue();
        }
    }

    /// <summary>Whether a server's own efficiency is known.</summary>
    public bool Knows(IpAddress server, DayKind kind) => _days.TryGetValue((server, kind), out Queue<(double Efficiency, double Queries)>? days) && days.Count >= LeastDays;

    /// <summary>Writes what was learned.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_days.Count);
        Span<byte> address = stackalloc byte[16];
        foreach (((IpAddress server, DayKind kind), Queue<(double Efficiency, double Queries)> days) in _days)
        {
            server.WriteBytes(address);
            writer.Write(address);
            writer.Write((byte)kind);
            writer.Write((byte)days.Count);
            foreach ((double efficiency, double queries) in days)
            {
                writer.Write(efficiency);
                writer.Write(queries);
            }
        }
    }

    /// <summary>Reads what was learned.</summary>
    public void Restore(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            IpAddress server = IpAddress.FromBytes(reader.ReadBytes(16));
            DayKind kind = (DayKind)reader.ReadByte();
            Queue<(double Efficiency, double Queries)> days = new();
            for (int left = reader.ReadByte(); left > 0; left--)
            {
                days.Enqueue((reader.ReadDouble(), reader.ReadDouble()));
            }

            _days[(server, kind)] = days;
        }
    }

    /// <summary>
    /// Levels of a server: those configured, with the usual queries as soon as a day is known, and from three days on with the learned efficiency
    /// and the range in which 95 of 100 further days lie, at least a seventh and at most a half of it.
    /// </summary>
    public MailLevels LevelsOf(IpAddress server, DayKind kind, in MailLevels configured)
    {
        if (!_days.TryGetValue((server, kind), out Queue<(double Efficiency, double Queries)>? days) || days.Count == 0)
        {
            return configured;
        }

        double queries = configured.Queries ?? days.Average(static day => day.Queries);
        return days.Count < LeastDays ? configured with { Queries = queries } : LevelsOf(days, queries);
    }

    /// <summary>
    /// Levels of a server of which one day or two are known, which say nothing of how days differ: half of their efficiency has fallen, whatever it
    /// may be. From three days on as <see cref="LevelsOf(IpAddress, DayKind, in MailLevels)"/>; null where no day is known.
    /// </summary>
    public MailLevels? OwnLevelsOf(IpAddress server, DayKind kind, double? queries) =>
        _days.TryGetValue((server, kind), out Queue<(double Efficiency, double Queries)>? days) && days.Count > 0
            ? LevelsOf(days, queries ?? days.Average(static day => day.Queries))
            : null;

    private static MailLevels LevelsOf(Queue<(double Efficiency, double Queries)> days, double queries)
    {
        double mean = days.Average(static day => day.Efficiency);
        double width = mean * WidestPart;
        if (days.Count >= LeastDays)
        {
            // Prediction interval of one more day: few days know little of their own spread. The quantile of Student's distribution by degrees of
            // freedom is 1.96 + 2.4 / f + 4.6 / f^2, within 3 per cent, from above.
            double freedom = days.Count - 1;
            double deviation = Math.Sqrt(days.Sum(day => (day.Efficiency - mean) * (day.Efficiency - mean)) / freedom);
            double quantile = 1.96 + (2.4 / freedom) + (4.6 / (freedom * freedom));
            width = Math.Clamp(quantile * deviation * Math.Sqrt(1 + (1.0 / days.Count)), mean * NarrowestPart, width);
        }

        return new MailLevels(mean, mean - width, mean + width, queries);
    }
}
