using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Contacts;
using FlowSensor.Engine.Tests.Abuse.Reporting;
using MimeKit;

namespace FlowSensor.Engine.Tests.Abuse.Tickets;

public sealed class ReportMailTests
{
    [Theory]
    [InlineData("completed", "established", false, false)]
    [InlineData("nothing known", "none", false, false)]
    [InlineData("only SYN", "syn_only", false, true)]
    [InlineData("one direction", "one_way", false, true)]
    [InlineData("forged", "established", true, true)]
    public void Refusal_ByHandshake_UnlessForced(string what, string handshake, bool isForged, bool isRefused)
    {
        Assert.NotEmpty(what);
        AbuseReport report = SampleReports.Of("syn_flood_source");
        report = report with { Incident = report.Incident with { Handshake = handshake, IsForged = isForged } };

        Assert.Equal(isRefused, ReportMail.Refusal(report, isForced: false) is not null);
        Assert.Null(ReportMail.Refusal(report, isForced: true));
    }

    [Fact]
    public void Refusal_InstitutionWantsNone_UnlessForced()
    {
        AbuseReport report = SampleReports.Of("smtp_sender");
        report = report with { Contact = report.Contact with { Entry = new Institution { Name = "Example School", Policy = NotifyPolicy.Never } } };

        Assert.Contains("wants no reports", ReportMail.Refusal(report, isForced: false), StringComparison.Ordinal);
        Assert.Null(ReportMail.Refusal(report, isForced: true));
    }

    [Fact]
    public void Refusal_NobodyResponsible_EvenForced()
    {
        AbuseReport report = SampleReports.Of("smtp_sender");
        report = report with { Contact = report.Contact with { Contacts = [] } };

        Assert.Contains("nobody is known", ReportMail.Refusal(report, isForced: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_EarlierReports_ContinuesTheirThread()
    {
        using MimeMessage mail = MimeMessage.Load(new MemoryStream(ReportMail.Write(SampleReports.Of("smtp_sender"), "zh-TW", 1_795_680_000_000, ["1@example.net", "2@example.net"]).Content));

        Assert.Equal("2@example.net", mail.InReplyTo);
        Assert.Equal(["1@example.net", "2@example.net"], mail.References);
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero), mail.Date);
    }
}
