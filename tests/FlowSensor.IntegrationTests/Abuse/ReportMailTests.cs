using System.Text.Json;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Tests.Abuse.Reporting;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.Abuse;

/// <summary>A report's mail, read by a parser that is not ours: the email package of Python.</summary>
public sealed class ReportMailTests : IDisposable
{
    private const string Reader = """
        import email, email.policy, json, sys
        mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
        parts = list(mail.iter_parts())
        report = parts[1].get_payload()[0] if parts[1].is_multipart() else email.message_from_string(parts[1].get_payload())
        print(json.dumps({
            "from": str(mail["From"]), "to": str(mail["To"]), "subject": str(mail["Subject"]), "date": mail["Date"].datetime.isoformat(), "id": str(mail["Message-Id"]),
            "type": mail.get_content_type(), "report_type": mail.get_param("report-type"), "types": [part.get_content_type() for part in parts],
            "text": parts[0].get_content(), "fields": {name: str(value) for name, value in report.items()},
            "xarf": json.loads(parts[2].get_payload(decode=True)), "name": parts[2].get_filename(),
            "defects": [str(defect) for part in mail.walk() for defect in part.defects],
        }))
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PeerTheory("python3")]
    [InlineData("smtp_sender", "192.0.2.7")]
    [InlineData("host_scan", "2001:db8::7")]
    public void Arf_ReadByPython_HasItsFields(string kind, string source)
    {
        AbuseReport report = SampleReports.Of(kind, source);
        File.WriteAllBytes(_folder.File("report.eml"), ArfWriter.Write(report, "zh-TW"));
        File.WriteAllText(_folder.File("read.py"), Reader);

        using JsonDocument read = JsonDocument.Parse(PeerProcess.Run("python3", _folder.File("read.py"), _folder.File("report.eml")));

        JsonElement mail = read.RootElement;
        Assert.Equal(0, mail.GetProperty("defects").GetArrayLength());
        Assert.Equal("multipart/report", mail.GetProperty("type").GetString());
        Assert.Equal("feedback-report", mail.GetProperty("report_type").GetString());
        Assert.Equal(["text/plain", "message/feedback-report", "application/json"], mail.GetProperty("types").EnumerateArray().Select(static type => type.GetString()));
        Assert.Contains("<abuse@example.net>", mail.GetProperty("from").GetString(), StringComparison.Ordinal);
        Assert.Equal("abuse@school.example.org", mail.GetProperty("to").GetString());
        Assert.Contains("您好", mail.GetProperty("text").GetString(), StringComparison.Ordinal);
        JsonElement fields = mail.GetProperty("fields");
        Assert.Equal("xarf", fields.GetProperty("Feedback-Type").GetString());
        Assert.Equal("1", fields.GetProperty("Version").GetString());
        Assert.Equal(source, fields.GetProperty("Source-IP").GetString());
        Assert.Equal("40000", fields.GetProperty("Source-Port").GetString());
        Assert.Equal("4711", fields.GetProperty("Incidents").GetString());
        Assert.Equal("Thu, 26 Nov 2026 09:00:00 +0000", fields.GetProperty("Arrival-Date").GetString());
        Assert.Equal("xarf.json", mail.GetProperty("name").GetString());
        Assert.Equal(report.ReportId.ToString(), mail.GetProperty("xarf").GetProperty("report_id").GetString());
    }
}
