using FlowSensor.Protocols.Addressing;

namespace FlowSensor.Engine.MailStatistics;

/// <summary>Turns counts into the report of a day: regression, model, levels, verdict.</summary>
internal sealed class MailDayReports
{
    private readonly MailStatisticsOptions _options;
    private readonly MailServerStatistics _statistics;
    private readonly MailBaseline _baseline;
    private readonly MailVerdictRule _rule;

    public MailDayReports(MailStatisticsOptions options, MailServerStatistics statistics, MailBaseline baseline, MailVerdictRule rule)
    {
        _options = options;
        _statistics = statistics;
        _baseline = baseline;
        _rule = rule;
    }

    /// <summary>Reports of all days kept, by server and day.</summary>
    public IReadOnlyList<MailDayReport> All(int topClients = 6) =>
        [.. _statistics.ServerDays().Select(day => Of(day, topClients))];

    /// <summary>The report of one server's day; null when nothing was seen of it.</summary>
    public MailDayReport? Of(IpAddress server, DateOnly day, int topClients = 6) =>
        _statistics.FindDay(server, day) is { } found ? Of(found, topClients) : null;

    /// <summary>Takes a day that ended into the levels of its server.</summary>
    public void Learn(MailDayReport report) => _baseline.Learn(report.Server, report.Kind, report.Total, report.Verdict);

    /// <summary>The same with the sums of a day of which nothing is printed.</summary>
    public void Learn(IpAddress server, DateOnly day, in MailSample total)
    {
        DayKind kind = _statistics.Calendar.KindOf(day);
        _baseline.Learn(server, kind, total, _rule.Judge(total, LevelsOf(server, kind)));
    }

    private MailLevels LevelsOf(IpAddress server, DayKind kind) =>
        _baseline.LevelsOf(server, kind, kind == DayKind.Weekday ? _options.WeekdayLevels : _options.HolidayLevels);

    private MailDayReport Of(HostDay day, int topClients)
    {
        MailCalendar calendar = _statistics.Calendar;
        DayKind kind = calendar.KindOf(day.Day);
        int number = calendar.SamplesOf(day.Day);
        MailSample[] samples = day.Samples(number);
        MailSample total = day.Total();
        MailLevels levels = LevelsOf(day.Host, kind);
        return new MailDayReport
        {
            Server = day.Host,
            Day = day.Day,
            Kind = kind,
            Total = total,
            Samples = samples,
            Times = [.. Enumerable.Range(0, number).Select(sample => calendar.TimeOf(day.Day, sample))],
            Clients = [.. (day.Clients?.Top(topClients) ?? []).Select(client => new MailClientCurve(
                client.Key, client.Count, client.Error, [.. Enumerable.Range(0, number).Select(sample => day.ClientInSample(client.Place, sample))]))],
            Fit = FitOf(samples),
            Model = MailModel.Of(samples, _options.ModelK),
            Levels = levels,
            Verdict = _rule.Judge(total, levels),
            TopRecipientRefusals = day.Recipients?.Top(1) is [var top] ? top.Count : 0,
        };
    }

    // From the first sample in which anything was seen to the last, so that a day seen in part is not fitted through zeros.
    private static LinearFit FitOf(ReadOnlySpan<MailSample> samples)
    {
        int first = 0;
        int last = samples.Length - 1;
        while (first <= last && IsEmpty(samples[first]))
        {
            first++;
        }

        while (last >= first && IsEmpty(samples[last]))
        {
            last--;
        }

        const double Seconds = MailCalendar.SampleMs / 1000.0;
        double[] x = new double[last - first + 1];
        double[] y = new double[x.Length];
        for (int index = 0; index < x.Length; index++)
        {
            ref readonly MailSample sample = ref samples[first + index];
            x[index] = sample.Connections / Seconds;
            y[index] = (sample.Queries - sample.Pop3) / Seconds;
        }

        return LinearFit.Of(x, y);
    }

    private static bool IsEmpty(in MailSample sample) => sample.Connections == 0 && sample.Queries == 0 && sample.Pop3 == 0;
}
