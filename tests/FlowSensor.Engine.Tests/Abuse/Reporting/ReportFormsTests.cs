using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using FlowSensor.Engine.Abuse.Complaints;
using FlowSensor.Engine.Abuse.Reporting;
using FlowSensor.Engine.Detection;
using FlowSensor.Protocols.Tests.Pcap;
using Json.Schema;

namespace FlowSensor.Engine.Tests.Abuse.Reporting;

public sealed class ReportFormsTests
{
    private static readonly Dictionary<string, JsonSchema> Read = [];

    public static TheoryData<string> Kinds => [.. IncidentKinds.All];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Xarf_EveryKind_IsValidByTheOfficialSchemas(string kind)
    {
        foreach (AbuseReport report in (AbuseReport[])[
            SampleReports.Of(kind),
            SampleReports.Of(kind, "2001:db8::7"),
            SampleReports.Of(kind, flows: 0),
            SampleReports.Of(kind) with { MailFrom = "sender@example.com" }])
        {
            JsonNode document = JsonNode.Parse(XarfWriter.Write(report))!;
            foreach (JsonSchema schema in Schemas(document["category"]!.ToString(), document["type"]!.ToString()))
            {
                EvaluationResults result = schema.Evaluate(JsonSerializer.SerializeToElement(document), new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
                Assert.True(result.IsValid, string.Join('\n', result.Details?.Where(static detail => detail.Errors is not null).SelectMany(static detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")) ?? []) + "\n" + document);
            }
        }
    }

    [Fact]
    public void Xarf_TypeOfASpamSender_FollowsTheEvidence()
    {
        Assert.Equal(("infrastructure", "botnet"), XarfWriter.TypeOf(SampleReports.Of("smtp_sender")));
        Assert.Equal(("messaging", "spam"), XarfWriter.TypeOf(SampleReports.Of("smtp_sender") with { MailFrom = "sender@example.com" }));
        Assert.Equal(("infrastructure", "botnet"), XarfWriter.TypeOf(SampleReports.Of("smtp_sender", flows: 0) with { MailFrom = "sender@example.com" }));
        Assert.Equal(("connection", "port_scan"), XarfWriter.TypeOf(SampleReports.Of("host_scan")));
    }

    [Fact]
    public void Xarf_MuchEvidence_StaysWithinTheLimitsAndWholeLines()
    {
        JsonNode document = JsonNode.Parse(XarfWriter.Write(SampleReports.Of("smtp_sender", flows: 100_000)))!;

        JsonNode item = Assert.Single(document["evidence"]!.AsArray())!;
        byte[] payload = Convert.FromBase64String(item["payload"]!.ToString());
        Assert.InRange(payload.Length, 1_000_000, 5 << 20);
        Assert.EndsWith("\r\n", Encoding.UTF8.GetString(payload), StringComparison.Ordinal);
        Assert.Equal($"sha256:{Convert.ToHexStringLower(SHA256.HashData(payload))}", item["hash"]!.ToString());
    }

    [Fact]
    public void Arf_OwnReport_IsReadBackByTheComplaintReader()
    {
        byte[] mail = ArfWriter.Write(SampleReports.Of("smtp_sender"), "en");

        Complaint complaint = new ComplaintReader(new ComplaintRules()).Read(Mails.Message(mail), Mails.Now);

        ComplaintSource source = Assert.Single(complaint.Sources);
        Assert.Equal((ComplaintKind.Xarf4, "192.0.2.7", 40_000), (complaint.Kind, source.Address.ToString(), source.Port));
        Assert.Equal("abuse@example.net", complaint.Reporter);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Iodef_EveryKind_IsWellFormed(string kind)
    {
        XmlDocument document = new();
        document.LoadXml(Encoding.UTF8.GetString(IodefWriter.Write(SampleReports.Of(kind), "en")));

        Assert.Equal("urn:ietf:params:xml:ns:iodef-2.0", document.DocumentElement!.NamespaceURI);
        Assert.Equal("192.0.2.7", document.GetElementsByTagName("Address")[0]!.InnerText);
    }

    [Fact]
    public void Page_HostileWords_AppearAsText()
    {
        string page = Encoding.UTF8.GetString(ReportPage.Write(SampleReports.Of("smtp_sender"), "en"));

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Dear colleague", "17:00:00+08:00")]
    [InlineData("zh-TW", "您好", "17:00:00+08:00")]
    [InlineData("xx", "Dear colleague", "17:00:00+08:00")]
    public void Text_Languages_HaveEveryPlaceFilled(string language, string greeting, string local)
    {
        string text = ReportTemplates.Fill(SampleReports.Of("smtp_sender"), language);

        Assert.Contains(greeting, text, StringComparison.Ordinal);
        Assert.Contains(local, text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\{[a-z_]+\}", text);
        Assert.Contains("1 in 100", text, StringComparison.Ordinal);
        Assert.Contains("3 lost on the way", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_PlacesInWhatIsFilledIn_AreNotFilled()
    {
        string text = ReportTemplates.Fill(SampleReports.Of("smtp_sender", words: "{contact} {rows}"), "en");

        Assert.Contains("{contact} {rows}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Bundle_SameData_IsTheSameOctetsAndTheManifestHolds()
    {
        byte[] bundle = EvidenceBundle.Write(SampleReports.Of("smtp_sender"), "en");

        Assert.Equal(bundle, EvidenceBundle.Write(SampleReports.Of("smtp_sender"), "en"));
        using ZipArchive zip = new(new MemoryStream(bundle));
        using JsonDocument manifest = JsonDocument.Parse(zip.GetEntry("manifest.json")!.Open());
        JsonElement[] files = [.. manifest.RootElement.GetProperty("files").EnumerateArray()];
        Assert.Equal(zip.Entries.Count - 1, files.Length);
        foreach (JsonElement file in files)
        {
            using Stream content = zip.GetEntry(file.GetProperty("name").GetString()!)!.Open();
            Assert.Equal(file.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(content)));
        }
    }

    [Fact]
    public void Pseudonyms_OwnHosts_AreNumbersButTheReportedOneStays()
    {
        Pseudonyms names = new(Mails.Prefixes("192.0.2.0/24"), Protocols.Addressing.IpAddress.Parse("192.0.2.7"));

        string[] given = [.. "192.0.2.7 192.0.2.9 198.51.100.1 192.0.2.8 192.0.2.9".Split(' ').Select(text => names.Of(Protocols.Addressing.IpAddress.Parse(text)))];

        Assert.Equal(["192.0.2.7", "own-host-1", "198.51.100.1", "own-host-2", "own-host-1"], given);
    }

    [Fact]
    public void Languages_AddressThenDomainThenGeneral_Decide()
    {
        ReportOptions options = new() { Language = "en", Languages = new() { ["example.tw"] = "zh-TW", ["noc@example.tw"] = "en" } };

        Assert.Equal(("zh-TW", "en", "en"), (ReportTemplates.LanguageOf(options, "abuse@example.tw"), ReportTemplates.LanguageOf(options, "noc@example.tw"), ReportTemplates.LanguageOf(options, "a@example.org")));
    }

    private static IEnumerable<JsonSchema> Schemas(string category, string type)
    {
        if (PublishedData.Folder is null)
        {
            yield break;
        }

        string folder = Path.Combine(PublishedData.Folder, "abuse", "xarf-schemas");
        yield return Load(Path.Combine(folder, "xarf-core.json"));
        yield return Load(Path.Combine(folder, "types", $"{category}-{type.Replace('_', '-')}.json"));
    }

    // A schema is known to the others, which refer to it, once it was read; none may be read twice.
    private static JsonSchema Load(string path)
    {
        lock (Read)
        {
            if (!Read.TryGetValue(path, out JsonSchema? schema))
            {
                schema = JsonSchema.FromText(File.ReadAllText(path));
                Read.Add(path, schema);
            }

            return schema;
        }
    }
}
