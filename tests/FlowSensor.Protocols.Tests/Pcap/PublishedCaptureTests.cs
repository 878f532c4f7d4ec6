using System.Text.Json;
using FlowSensor.Protocols.Pcap;
using Xunit.Abstractions;

namespace FlowSensor.Protocols.Tests.Pcap;

public sealed class PublishedCaptureTests(ITestOutputHelper output)
{
    [Fact]
    public void TryReadNext_PublishedCaptures_GiveTheCountedPackets()
    {
        List<string> different = [];
        int files = 0;
        long packets = 0;
        foreach ((string file, string path, JsonElement expected) in PublishedData.Entries("packets/", "malformed/", "flows/"))
        {
            if (!expected.TryGetProperty("packets", out JsonElement counted))
            {
                continue;
            }

            using CaptureReader reader = CaptureReader.Open(File.OpenRead(path));
            int count = 0;
            while (reader.TryReadNext(out _))
            {
                count++;
            }

            files++;
            packets += count;
            if (count != counted.GetInt32())
            {
                different.Add($"{file}: {count} of {counted} {reader.Status}");
            }
        }

        output.WriteLine($"{files} files, {packets} packets");
        Assert.Empty(different);
    }
}
