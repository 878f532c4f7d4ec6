using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>Levels learned for each server and kind of day from days that were not abnormal; the newest count.</summary>
internal sealed class MailBaseline
{
    private const int KeptDays = 30;
    private const int LeastDays = 3;

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
    /// Levels of a server: the published ones, with the usual queries as soon as a day is known, and with the learned efficiency
    /// (two standard deviations around the mean, at least a seventh of it) from three days on.
    /// </summary>
    public MailLevels LevelsOf(IpAddress server, DayKind kind, in MailLevels configured)
    {
        if (!_days.TryGetValue((server, kind), out Queue<(double Efficiency, double Queries)>? days) || days.Count == 0)
        {
            return configured;
        }

        double queries = configured.Queries ?? days.Average(static day => day.Queries);
        if (days.Count < LeastDays)
        {
            return configured with { Queries = queries };
        }

        double mean = days.Average(static day => day.Efficiency);
        double deviation = Math.Sqrt(days.Average(day => (day.Efficiency - mean) * (day.Efficiency - mean)));
        double width = Math.Max(2 * deviation, mean / 7);
        return new MailLevels(mean, mean - width, mean + width, queries);
    }
}
