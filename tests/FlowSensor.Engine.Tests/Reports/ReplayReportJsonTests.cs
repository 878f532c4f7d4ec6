using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FlowSensor.Engine.Reports;
using FlowSensor.Engine.Reports.Replays;

namespace FlowSensor.Engine.Tests.Reports;

public sealed class ReplayReportJsonTests
{
    // The rules of ReportJsonContext, by reflection: what a property is called and when it is left out does not depend on the writer under test.
    private static readonly JsonSerializerOptions Spelling = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Converters = { new UtcTimeConverter() },
    };

    [Fact]
    public void WriteReplay_EveryPart_IsSpelledAsTheSerializerWould()
    {
        DateTimeOffset time = new(2026, 1, 5, 12, 30, 0, 125, TimeSpan.FromHours(2));
        Dictionary<string, long> dropped = new() { ["malformed"] = 1, ["unknown_template"] = 2 };
        ReplayReport report = new()
        {
            Input = new InputReport(2, 3, 4, time, time.AddSeconds(5)),
            Ledger = new LedgerReport { Datagrams = 1, Decoded = 2, Dropped = dropped, Records = 3, OptionsRecords = 4, Templates = 5, SequenceLost = 6, KernelDropped = 7, Pending = 8 },
            Packets = new PacketLedgerReport
            {
                Packets = 1,
                Octets = 2,
                Metered = 3,
                MeteredOctets = 4,
                Dropped = dropped,
                Fragments = 5,
                Reassembled = 6,
                NotReassembled = 7,
                TruncatedTransport = 8,
                BadTransport = 9,
                Records = 10,
                EmittedEarly = 11,
                Inspected = 12,
                HandshakesPushedOut = 13,
            },
            Exporters =
            [
                new ExporterReport { Exporter = "192.0.2.1", Version = 9, Domain = 1, Datagrams = 2, Decoded = 3, Dropped = dropped, Records = 4, SequenceLost = 5, Sampling = 100, First = time, Last = time },
                new ExporterReport { Exporter = "2001:db8::1" },
            ],
            Totals = new TotalsReport(1, 2, 3, 4, 5, 6, 7),
            Services = [new ServiceReport("smtp", "request", 1, 2, 3, 4, 5), new ServiceReport("own <b>", "any", 1, 2, 3, 4, null)],
            Sources = [new SourceReport("dns", "response", "192.0.2.2", 1, 2, 3, 4)],
            Groups = [new GroupReport("dns", "request", "institution", "Universität \"A\"", 1, 2, 3)],
            Buckets = [new BucketReport("smtp", "request", "pair", "1-10", 1, 2, 3, 4, 0.1, 1.0 / 3), new BucketReport("smtp", "request", "pair", ">1000", 0, 0, 0, 0)],
            ElapsedS = 1.25,
        };

        Assert.Equal(JsonSerializer.Serialize(report, Spelling), Written(report));
    }

    [Fact]
    public void WriteReplay_AbsentParts_AreLeftOut()
    {
        ReplayReport report = new() { Input = new InputReport(0, 0, 0, null, null), Totals = new TotalsReport(0, 0, 0, 0, 0, 0, null) };

        Assert.Equal(JsonSerializer.Serialize(report, Spelling), Written(report));
    }

    private static string Written(ReplayReport report)
    {
        using MemoryStream stream = new();
        ReportWriter.WriteReplay(stream, report, inspection: null);
        string text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        return text[..^1];
    }
}
