using FlowSensor.Generator;
using FlowSensor.IntegrationTests.Peers;
using FlowSensor.Tests.Peers;

namespace FlowSensor.IntegrationTests.TimeSeries;

/// <summary>The number of series does not depend on the number of sources.</summary>
public sealed class SeriesCountTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PeerFact("influxd")]
    public void Replay_TenSourcesOrAMillion_GivesTheSameSeries()
    {
        using InfluxServer influx = new();

        IReadOnlyList<string> few = Replay(influx, "few", sources: 10, records: 1_000_000);
        IReadOnlyList<string> many = Replay(influx, "many", sources: 1_000_000, records: 1_000_000);

        Assert.NotEmpty(few);
        Assert.Equal(few, many);
    }

    private IReadOnlyList<string> Replay(InfluxServer influx, string database, int sources, int records)
    {
        influx.CreateDatabase(database);
        string file = _folder.File($"{database}.pcap");
        File.WriteAllText(_folder.File("flowsensor.yaml"), $"outputs: {{influxdb: {{url: \"{influx.Url}\", version: 1, database: {database}}}}}\n");
        using (PcapOutput output = new(file, false))
        {
            new ExportStream(new GeneratorOptions { Format = ExportFormat.V9, Records = records, Sources = sources, EveryService = true }, output).Run();
        }

        using PeerProcess sensor = PeerProcess.StartSensor(_folder.Path, "replay", file, "--config", "flowsensor.yaml", "--json");
        sensor.Complete();
        File.Delete(file);
        return influx.Series(database);
    }
}
