using System.Text.Json;
using FlowSensor.Generator;

namespace FlowSensor.IntegrationTests.Peers;

/// <summary>The sensor replays generated exports; every figure equals the generator's truth.</summary>
public sealed class GeneratorReplayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("V5", 24, 1464)]
    [InlineData("V9", 24, 1464)]
    [InlineData("Ipfix", 24, 1464)]
    [InlineData("Mix", 24, 1464)]
    [InlineData("V9", 200, 9000)]
    public void Replay_OfGeneratedExports_EqualsTheTruth(string format, int records, int payload)
    {
        var options = new GeneratorOptions
        {
            Format = Enum.Parse<ExportFormat>(format),
            Records = 30_000,
            Sources = 3_000,
            RecordsPerDatagram = records,
            MaxPayload = payload,
        };

        AssertEqualsTruth(options);
    }

    [Fact]
    public void Replay_OfExportsWithLoss_CountsWhatTheSequenceLacks() =>
        AssertEqualsTruth(new GeneratorOptions { Format = ExportFormat.Mix, Records = 30_000, Sources = 3_000, Omit = 17 });

    [Fact]
    public void Replay_OfReorderedExports_LosesNothing() =>
        AssertEqualsTruth(new GeneratorOptions { Format = ExportFormat.Mix, Records = 30_000, Sources = 3_000, Reorder = 17 });

    [Fact]
    public void Replay_OfDataBeforeItsTemplates_DecodesAll() =>
        AssertEqualsTruth(new GeneratorOptions { Format = ExportFormat.Mix, Records = 30_000, Sources = 3_000, TemplateLate = 3 });

    [Theory]
    [InlineData("V9")]
    [InlineData("Ipfix")]
    public void Replay_OfExportsWithManyTemplates_DecodesAll(string format)
    {
        GeneratorOptions options = new() { Format = Enum.Parse<ExportFormat>(format), Records = 30_000, Sources = 3_000, Templates = 50, TemplateEvery = 2 };

        JsonElement answer = AssertEqualsTruth(options);

        long datagrams = SensorTable.Number(answer.GetProperty("ledger"), "datagrams");
        Assert.InRange(SensorTable.Number(answer.GetProperty("ledger"), "templates"), 2 * options.Templates * options.Exporters, 2 * datagrams);
    }

    [Fact]
    public void Replay_OfSampledExports_EstimatesByTheInterval()
    {
        JsonElement answer = AssertEqualsTruth(
            new GeneratorOptions { Format = ExportFormat.Mix, Records = 30_000, Sources = 3_000, Sampling = 100 });

        JsonElement totals = answer.GetProperty("totals");
        Assert.Equal(100 * SensorTable.Number(totals, "packets"), SensorTable.Number(totals, "estimated_packets"));
        Assert.Equal(100 * SensorTable.Number(totals, "octets"), SensorTable.Number(totals, "estimated_octets"));
    }

    private JsonElement AssertEqualsTruth(GeneratorOptions options)
    {
        string file = _folder.File("exports.pcap");
        ExportStream stream;
        using (var output = new PcapOutput(file, false))
        {
            stream = new ExportStream(options, output);
            Assert.Null(stream.Refusal);
            stream.Run();
        }

        JsonElement answer = SensorTable.Replay(_folder, file, "--service", "all", "--top", "0");

        TrafficTruth truth = stream.Truth;
        Assert.Equal(
            new SourceCounters(truth.TotalFlows, truth.TotalPackets, truth.TotalOctets),
            SensorTable.Counters(answer.GetProperty("totals")));
        Assert.Equal(SourcesOf(stream), SensorTable.Sources(answer.GetProperty("sources")));
        JsonElement ledger = answer.GetProperty("ledger");
        Assert.Equal(truth.Exporters.Sum(e => e.Datagrams), SensorTable.Number(ledger, "datagrams"));
        Assert.Equal(truth.Exporters.Sum(e => e.Datagrams), SensorTable.Number(ledger, "decoded"));
        Assert.Equal(truth.Exporters.Sum(e => e.SequenceLost), SensorTable.Number(ledger, "sequence_lost"));
        Assert.Equal(truth.Exporters.Sum(e => e.OptionsRecords), SensorTable.Number(ledger, "options_records"));
        Assert.Equal(ExportersOf(truth), ExportersOf(answer));
        return answer;
    }

    private static SortedDictionary<string, SourceCounters> SourcesOf(ExportStream stream)
    {
        var table = new SortedDictionary<string, SourceCounters>(StringComparer.Ordinal);
        TrafficTruth truth = stream.Truth;
        for (int i = 0; i < truth.Flows.Length; i++)
        {
            if (truth.Flows[i] != 0)
            {
                table.Add(stream.Model.SourceAddress(i).ToString(), new(truth.Flows[i], truth.Packets[i], truth.Octets[i]));
            }
        }

        return table;
    }

    private static IEnumerable<(string, long, long, long, long)> ExportersOf(TrafficTruth truth) => truth.Exporters
        .Select(e => (e.Exporter, (long)e.Version, e.Datagrams, e.Records, e.SequenceLost)).Order();

    private static IEnumerable<(string, long, long, long, long)> ExportersOf(JsonElement answer) => answer.GetProperty("exporters")
        .EnumerateArray().Select(e => (
            e.GetProperty("exporter").GetString()!, SensorTable.Number(e, "version"), SensorTable.Number(e, "datagrams"),
            SensorTable.Number(e, "records"), SensorTable.Number(e, "sequence_lost"))).Order();
}
