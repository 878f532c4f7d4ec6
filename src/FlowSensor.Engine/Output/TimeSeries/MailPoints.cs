using FlowSensor.Engine.MailStatistics;
using FlowSensor.Engine.Storage.Mail;
using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.Output.TimeSeries;

/// <summary>Points of samples of mail servers.</summary>
/// <param name="recent">Takes them: samples come as differences, points stand for the whole.</param>
/// <param name="names">Admits servers.</param>
/// <param name="calendar">Tells weekdays and holidays.</param>
/// <param name="weekday">Usual values of a weekday.</param>
/// <param name="holiday">Usual values of a holiday.</param>
internal sealed class MailPoints(RecentPoints recent, NameGuards names, MailCalendar calendar, MailLevels weekday, MailLevels holiday)
{
    // The columns of the store are the fields up to the causes of refusals; their sum comes between.
    private const int Causes = 13;
    private const int Connections = 1;
    private const int Accepted = 2;

    /// <summary>Adds what became known.</summary>
    /// <returns>The newest time of it.</returns>
    public long Add(StoredMail mail)
    {
        long newest = long.MinValue;
        foreach (StoredMailSample sample in mail.Samples)
        {
            newest = Math.Max(newest, sample.Start);
            string server = names.MailServers.Admit(sample.Server.ToString());
            recent.Points.Add(new SeriesKey(Measurements.MailServer, server), sample.Start, Values(sample.Counts));
            foreach ((IpAddress client, int connections) in sample.Clients)
            {
                recent.Lists.Add(new SeriesKey(Measurements.MailClient, server), sample.Start, new RankedRow(client.ToString(), [connections], ""));
            }
        }

        return newest;
    }

    /// <summary>Adds what follows from the counts and the day.</summary>
    public void Derive(ITimeSeriesWriter writer, long time, long[] values)
    {
        if (values[Connections] > 0)
        {
            writer.Field("efficiency", (double)values[Accepted] / values[Connections]);
        }

        bool isHoliday = calendar.KindOf(calendar.DayOf(time, out _)) == DayKind.Holiday;
        MailLevels levels = isHoliday ? holiday : weekday;
        writer.Field("usual", levels.Efficiency);
        writer.Field("low", levels.Low);
        writer.Field("high", levels.High);
        writer.Field("holiday", isHoliday ? 1L : 0L);
    }

    private static long[] Values(in MailSample sample)
    {
        int[] columns = MailColumns.Values(sample);
        return [.. columns.Take(Causes).Select(static count => (long)count), sample.Rejected, .. columns.Skip(Causes).Select(static count => (long)count)];
    }
}
