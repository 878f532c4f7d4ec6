using FlowSensor.Generator;
using FlowSensor.IntegrationTests.Peers;

namespace FlowSensor.IntegrationTests.ClickHouse;

/// <summary>A capture of generated exports: all NetFlow formats and IPFIX, an hour and a bit, sampled, and few enough sources that a store keeps them all.</summary>
internal static class GeneratedExports
{
    /// <summary>Writes the capture and gives what is in it.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="name">File name.</param>
    /// <param name="seed">Seed of all choices.</param>
    /// <param name="records">Flow records.</param>
    public static TrafficTruth Write(TemporaryFolder folder, string name, ulong seed = 1, long records = 30_000)
    {
        using PcapOutput output = new(folder.File(name), false);
        ExportStream stream = new(
            new GeneratorOptions { Format = ExportFormat.Mix, Records = records, Sources = 300, Duration = 3_960, Sampling = 10, Seed = seed }, output);
        stream.Run();
        return stream.Truth;
    }
}
