using FlowSensor.Engine.MailStatistics;
using FlowSensor.Protocols.Addressing;
using FlowSensor.Protocols.Smtp;

namespace FlowSensor.Engine.Tests.MailStatistics;

/// <summary>The published days of Musashi, Matsuba and Sugitani (2003), rebuilt from their totals.</summary>
public class PublishedDaysTests
{
    private static readonly IpAddress Server = IpAddress.Parse("192.0.2.25");
    private static readonly DateOnly April13 = new(2003, 4, 13);
    private static readonly DateOnly July5 = new(2003, 7, 5);
    private static readonly DateOnly March17 = new(2003, 3, 17);

    // "about 23000" a holiday; 2.5 and 5.0 times hold for 23,900.
    private const int UsualQueries = 23_900;

    private readonly MailStatisticsOptions _options = new() { KeptDays = 200 };
    private readonly MailServerStatistics _statistics;
    private readonly MailDayReports _reports;

    public PublishedDaysTests()
    {
        TimeZoneInfo japan = TimeZoneInfo.CreateCustomTimeZone("JST", TimeSpan.FromHours(9), "JST", "JST");
        MailCalendar calendar = new(japan, [DayOfWeek.Saturday, DayOfWeek.Sunday], [new DateOnly(2003, 4, 29)]);
        _statistics = new MailServerStatistics(_options, calendar);
        _reports = new MailDayReports(_options, _statistics, new MailBaseline(), new MailVerdictRule());
        foreach (DateOnly sunday in new[] { new DateOnly(2003, 3, 23), new DateOnly(2003, 3, 30), new DateOnly(2003, 4, 6) })
        {
            OrdinarySunday(sunday);
            _reports.Learn(_reports.Of(Server, sunday)!);
        }
    }

    [Fact]
    public void Of_13April2003_GivesPublishedFigures()
    {
        new SyntheticDay(_statistics, Server, April13).Connections(16_000).Accepted(3_360).Queries(59_780).Pop3(4_000)
            .Rejected(SmtpRejectClass.UserUnknown, 13_505).Rejected(SmtpRejectClass.RelayDenied, 16).Rejected(SmtpRejectClass.RecipientRejected, 2);

        MailDayReport report = _reports.Of(Server, April13)!;
        Assert.Equal(DayKind.Holiday, report.Kind);
        Assert.Equal(0.21, report.Efficiency!.Value, 3);
        Assert.Equal(59_780, report.Total.Queries);
        Assert.Equal(2.5, report.QueriesRatio!.Value, 1);
        Assert.Equal(13_523, report.Total.Rejected);
        Assert.Equal((13_505, 16, 2), Classes(report));
        Assert.Equal(MailVerdict.Attacked, report.Verdict);
    }

    [Fact]
    public void Of_5July2003_GivesPublishedFigures()
    {
        new SyntheticDay(_statistics, Server, July5).Connections(36_000, fromOne: 20_736).Accepted(3_960).Queries(119_397).Pop3(4_000)
            .Rejected(SmtpRejectClass.UserUnknown, 32_021, ofOneRecipient: 21_132).Rejected(SmtpRejectClass.RelayDenied, 7);

        MailDayReport report = _reports.Of(Server, July5)!;
        Assert.Equal(0.11, report.Efficiency!.Value, 3);
        Assert.Equal(5.0, report.QueriesRatio!.Value, 1);
        Assert.Equal(32_028, report.Total.Rejected);
        Assert.Equal((32_021, 7, 0), Classes(report));
        Assert.Equal(21_132, report.TopRecipientRefusals);
        Assert.Equal(MailVerdict.Attacked, report.Verdict);

        // Client A, at about 0.24 a second all day.
        Assert.Equal((IpAddress.Parse("203.0.113.66"), 20_736L, 0L), (report.Clients[0].Client, report.Clients[0].Connections, report.Clients[0].Error));
        Assert.Equal(20_736, report.Clients[0].Samples.Sum());
        Assert.Equal(6, report.Clients.Count);
    }

    [Fact]
    public void Of_OrdinarySunday_IsNormal()
    {
        OrdinarySunday(new DateOnly(2003, 4, 20));

        MailDayReport report = _reports.Of(Server, new DateOnly(2003, 4, 20))!;
        Assert.Equal(0.35, report.Efficiency!.Value, 2);
        Assert.Equal(1.0, report.QueriesRatio!.Value, 1);
        Assert.Equal(MailVerdict.Normal, report.Verdict);
    }

    // MEE and Dq fall together: a holiday nobody wrote into the calendar, judged against the level of weekdays.
    [Fact]
    public void Of_QuietWeekday_IsNormalHoliday()
    {
        _options.WeekdayLevels = MailLevels.Published(DayKind.Weekday) with { Queries = 60_000 };
        DateOnly friday = new(2003, 5, 2);
        OrdinarySunday(friday);

        MailDayReport report = _reports.Of(Server, friday)!;
        Assert.Equal(DayKind.Weekday, report.Kind);
        Assert.Equal(MailVerdict.NormalHoliday, report.Verdict);
        Assert.Equal(DayKind.Holiday, _statistics.Calendar.KindOf(new DateOnly(2003, 4, 29)));
    }

    [Fact]
    public void Of_DayOfKnownSlope_RecoversSlopeAndRSquared()
    {
        const double Slope = 8.8;
        const double RSquared = 0.918;
        const double Intercept = 0.5;
        double[] x = [.. Enumerable.Range(0, 144).Select(static sample => Math.Round(180 + (120 * Math.Sin(sample / 144.0 * Math.Tau))))];
        double[] error = Residuals(x, Slope, RSquared);
        long start = _statistics.Calendar.StartOf(March17);
        for (int sample = 0; sample < 144; sample++)
        {
            long time = start + (sample * MailCalendar.SampleMs);
            int pop3 = 20 + (sample % 7);
            int queries = (int)Math.Round((Slope * x[sample]) + (Intercept * 600) + error[sample]) + pop3;
            for (int index = 0; index < queries; index++)
            {
                _statistics.DnsQuery(Server, time + index);
            }

            for (int index = 0; index < (int)x[sample]; index++)
            {
                _statistics.SmtpConnection(Server, IpAddress.FromIPv4((uint)index), submission: false, time + index);
            }

            for (int index = 0; index < pop3; index++)
            {
                _statistics.MailboxLogin(Server, MailboxProtocol.Pop3, accepted: true, estimated: false, time);
            }
        }

        LinearFit fit = _reports.Of(Server, March17)!.Fit;
        Assert.Equal(144, fit.Points);
        Assert.Equal(Slope, fit.Slope, 2);
        Assert.Equal(Intercept, fit.Intercept, 2);
        Assert.Equal(RSquared, fit.RSquared, 3);
    }

    [Fact]
    public void Write_5July2003_DrawsEverySample()
    {
        new SyntheticDay(_statistics, Server, July5).Connections(36_000).Accepted(3_960).Queries(119_397);
        using StringWriter output = new();
        MailDayPicture.Write(output, _reports.Of(Server, July5)!);
        string[] lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

        Assert.Contains("192.0.2.25  2003-07-05 Saturday (holiday): ATTACKED", lines[0], StringComparison.Ordinal);
        Assert.Contains("Dq 119397 = 5.0 x usual 23900", lines[1], StringComparison.Ordinal);
        Assert.Contains("MEE 0.11", lines[1], StringComparison.Ordinal);
        Assert.Equal(144, lines.Count(static line => line.Length > 5 && line[2] == ':' && char.IsAsciiDigit(line[0])));
        Assert.StartsWith("00:00  0.92 ########", lines.First(static line => line.StartsWith("00:00", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Row_OfADay_HasACellForEachHeading()
    {
        new SyntheticDay(_statistics, Server, July5).Connections(36_000).Accepted(3_960).Queries(119_397);

        IReadOnlyList<string> row = MailServersTable.Row(_reports.Of(Server, July5)!);
        Assert.Equal(MailServersTable.Headings.Count, row.Count);
        Assert.Equal(["192.0.2.25", "2003-07-05", "36000", "3960", "0", "0", "119397", "0.11"], row.Take(8));
    }

    private static (int UserUnknown, int Relay, int Recipient) Classes(MailDayReport report)
    {
        RejectCounts rejects = report.Total.Rejects;
        return (rejects.Of(SmtpRejectClass.UserUnknown), rejects.Of(SmtpRejectClass.RelayDenied), rejects.Of(SmtpRejectClass.RecipientRejected));
    }

    // Noise without correlation to x and without mean, of the size that makes R^2 what it is to be.
    private static double[] Residuals(double[] x, double slope, double rSquared)
    {
        double mean = x.Average();
        double[] noise = [.. x.Select(static (_, index) => Math.Cos(index * 2.7) + (index % 5 * 0.3))];
        double noiseMean = noise.Average();
        double sxx = x.Sum(value => (value - mean) * (value - mean));
        double sxn = x.Zip(noise).Sum(pair => (pair.First - mean) * (pair.Second - noiseMean));
        double[] clean = [.. x.Zip(noise).Select(pair => pair.Second - noiseMean - (sxn / sxx * (pair.First - mean)))];
        double scale = Math.Sqrt(slope * slope * sxx * ((1 / rSquared) - 1) / clean.Sum(static value => value * value));
        return [.. clean.Select(value => value * scale)];
    }

    private void OrdinarySunday(DateOnly day) =>
        new SyntheticDay(_statistics, Server, day).Connections(3_000).Accepted(1_050).Queries(UsualQueries).Pop3(2_000);
}
